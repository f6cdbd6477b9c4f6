import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { defineConfig, type Plugin } from "vite";

/** `npm run build:web` writes packages/web/dist, which the server shows at /. */
export default defineConfig({
  root: fileURLToPath(new URL(".", import.meta.url)),
  base: "./",
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  plugins: [compressed()],
  build: {
    target: "es2022",
    // Nothing as a data URI: each file is kept by its hash.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
  server: {
    // While the page is worked on: `npx pastiche serve` beside `npx vite packages/web`.
    proxy: { "^/(apps|tasks|files|apikeys|usage|webhooks|deliveries|readyz|healthz|v1)": "http://127.0.0.1:4700" },
  },
});

/** Writes each text beside itself, compressed, so that the server need not do it. */
function compressed(): Plugin {
  return {
    name: "compressed",
    apply: "build",
    generateBundle: {
      // After Vite has written its own list of files to load into the code.
      order: "post",
      async handler(_, bundle) {
        for (const file of Object.values(bundle)) {
          if (!/\.(js|css|svg)$/.test(file.fileName)) continue;
          const source = await promisify(gzip)(file.type === "chunk" ? file.code : file.source, { level: 9 });
          this.emitFile({ type: "asset", fileName: `${file.fileName}.gz`, source });
        }
      },
    },
  };
}
