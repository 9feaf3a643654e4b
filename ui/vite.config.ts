/// Build of the window's page. Mode `fake` (development only) answers every command from `dev/`.
import vue from '@vitejs/plugin-vue'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'

export default defineConfig(({ mode }) => ({
  plugins: [vue()],
  clearScreen: false,
  server: { port: 5173, strictPort: true },
  resolve: {
    alias:
      mode === 'fake'
        ? [{ find: /^@tauri-apps\/api\/core$/, replacement: fileURLToPath(new URL('./dev/fake.ts', import.meta.url)) }]
        : [],
  },
  build: { target: ['es2022', 'safari16.4', 'edge110'], chunkSizeWarningLimit: 900, assetsInlineLimit: 4096 },
}))
