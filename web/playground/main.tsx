/** The front door of the playground. */
import { createRoot } from 'react-dom/client'
import { Playground } from './playground.tsx'
import './playground.css'

const root = document.getElementById('root')
if (root) createRoot(root).render(<Playground />)
