/** Three small sites, built once into web/dist, which the server serves (server/pages.ts). */
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

export default defineConfig({
  root: import.meta.dirname,
  base: '/web/',
  plugins: [react()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2022',
    // What is embedded as data: would need a wider content security policy.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1200,
    rolldownOptions: { input: { console: 'web/console/index.html', playground: 'web/playground/index.html' } },
  },
  // npm run dev beside npm run dev:web: the API is Bowline's.
  server: { port: 8421, proxy: { '/api': 'http://127.0.0.1:8420' } },
})
