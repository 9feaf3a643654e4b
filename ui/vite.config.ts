/// Build of the window's page.
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vite'

export default defineConfig({
  plugins: [vue()],
  clearScreen: false,
  server: { port: 5173, strictPort: true },
  build: { target: ['es2022', 'safari16.4', 'edge110'], chunkSizeWarningLimit: 900, assetsInlineLimit: 4096 },
})
