import './floor.ts'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './App.tsx'
import './i18n/index.ts'
import './styles/tokens.css'
import './styles/base.css'
import './styles/parts.css'
import './styles/table.css'
import './styles/form.css'
import './styles/course.css'

const root = document.getElementById('root')
if (root === null) throw new Error('the page has no root element')
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
)

void import('./fonts.ts')
