/** The first control in which something is wrong. Those that cannot say so of themselves are marked `data-wrong`. */
export function focusFirstWrong(form: Element | undefined): void {
  form?.querySelector<HTMLElement>('[aria-invalid="true"], [data-wrong]')?.focus();
}
