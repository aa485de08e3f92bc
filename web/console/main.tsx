/** The front door of the console. */
import { createRoot } from 'react-dom/client'
import { Console } from './console.tsx'
import './console.css'
import { lendNonce } from './nonce.ts'

lendNonce()

const root = document.getElementById('root')
if (root) createRoot(root).render(<Console />)
