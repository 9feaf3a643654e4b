/// Build of the window's page.
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vite'

export default defineConfig({
  plugins: [vue()],
  clearScreen: false,
  server: { port: 5173, strictPort: true },
  build: {
    target: ['es2022', 'safari16.4', 'edge110'],
    assetsInlineLimit: 4096,
    // One style sheet, so that ours stands after Element Plus's on every screen.
    cssCodeSplit: false,
    // The files lie beside the page; fetching ahead gains nothing, and its stand-in for older engines breaks the CSP.
    modulePreload: false,
  },
})
