/** Light, dark, or as the system has it: kept in this browser. */
import { createContext, useContext, useEffect, useState } from 'react'

export type Appearance = 'light' | 'dark' | 'system'
const KEY = 'bowline.appearance'
const asked = window.matchMedia('(prefers-color-scheme: dark)')

type Look = { appearance: Appearance; dark: boolean; choose(it: Appearance): void }
export const AppearanceContext = createContext<Look | undefined>(undefined)
export function useLook(): Look {
  const look = useContext(AppearanceContext)
  if (!look) throw new Error('no appearance around this')
  return look
}

export function useAppearance(): Look {
  const [appearance, setAppearance] = useState<Appearance>(() => (localStorage.getItem(KEY) as Appearance | null) ?? 'system')
  const [systemDark, setSystemDark] = useState(asked.matches)
  useEffect(() => {
    const listen = () => setSystemDark(asked.matches)
    asked.addEventListener('change', listen)
    return () => asked.removeEventListener('change', listen)
  }, [])
  const dark = appearance === 'system' ? systemDark : appearance === 'dark'
  useEffect(() => {
    document.documentElement.style.colorScheme = dark ? 'dark' : 'light'
  }, [dark])
  return {
    appearance,
    dark,
    choose(it) {
      localStorage.setItem(KEY, it)
      setAppearance(it)
    },
  }
}
