import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

const server = process.env.OVERENS_URL ?? 'http://127.0.0.1:8080';

export default defineConfig({
  plugins: [svelte()],
  build: {
    // The served content security policy allows files of our own and nothing inline, data URLs included.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    sourcemap: false,
  },
  server: {
    // The description of the schema is the server's file.
    fs: { allow: ['.', '../server/src/text/schema.json'] },
    proxy: {
      '/api': server,
      '/manual': server,
      '/sync': { target: server.replace(/^http/, 'ws'), ws: true },
    },
  },
  test: { include: ['src/**/*.test.ts'] },
});
