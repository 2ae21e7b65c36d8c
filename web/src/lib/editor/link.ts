/** A link to somewhere: http, https or mailto, and nothing that runs. */
import { Mark, mergeAttributes } from '@tiptap/core';
import { safeAddress } from '../address';
import { defaultOf } from './description';

declare module '@tiptap/core' {
  interface Commands<ReturnType> {
    link: {
      setLink: (href: string) => ReturnType;
      unsetLink: () => ReturnType;
    };
  }
}

export const Link = Mark.create({
  name: 'link',
  inclusive: false,

  addAttributes() {
    return {
      href: { default: defaultOf('link', 'href') },
      title: { default: defaultOf('link', 'title') },
    };
  },

  parseHTML() {
    return [
      {
        tag: 'a[href]',
        getAttrs: (element) => {
          const href = safeAddress(element.getAttribute('href'));
          return href === null ? false : { href };
        },
      },
    ];
  },

  // What comes from others has passed no check of ours: an unsafe address is shown as plain text.
  renderHTML({ mark, HTMLAttributes }) {
    const href = safeAddress(mark.attrs.href);
    if (href === null) return ['span', {}, 0];
    const safe = { href, target: '_blank', rel: 'noopener noreferrer nofollow' };
    return ['a', mergeAttributes(HTMLAttributes, safe), 0];
  },

  addCommands() {
    return {
      setLink:
        (href) =>
        ({ chain }) =>
          safeAddress(href) !== null && chain().setMark(this.name, { href }).run(),
      unsetLink:
        () =>
        ({ chain }) =>
          chain().unsetMark(this.name, { extendEmptyMarkRange: true }).run(),
    };
  },
});
