/** Colours: the library's, where they are strong enough to be read by everybody (WCAG 2.2, 1.4.3: 4.5 to 1), ours where not. */
import { theme, type ThemeConfig } from 'antd'

const light: ThemeConfig = {
  algorithm: theme.defaultAlgorithm,
  token: {
    colorPrimary: '#1a5fd0',
    colorLink: '#1a5fd0',
    colorTextDescription: '#59636f',
    colorTextTertiary: '#59636f',
    colorTextPlaceholder: '#6a7480',
    colorTextDisabled: '#6a7480',
    colorSuccessText: '#1d6b34',
    colorError: '#c4281c',
    colorWarningText: '#8a4b00',
  },
  components: { Button: { defaultHoverColor: '#1a5fd0' } },
}

const dark: ThemeConfig = {
  algorithm: theme.darkAlgorithm,
  token: {
    colorPrimary: '#3b7bea',
    colorLink: '#7fb2ff',
    colorBgLayout: '#0d1014',
    colorBgContainer: '#15191f',
    colorBgElevated: '#1b2027',
    colorTextDescription: '#a5afbb',
    colorTextTertiary: '#a5afbb',
    colorTextPlaceholder: '#909aa6',
    colorTextDisabled: '#909aa6',
    colorError: '#ff8a85',
  },
  components: { Menu: { itemSelectedColor: '#9cc4ff' }, Button: { dangerColor: '#2a0505', defaultHoverColor: '#9cc4ff' } },
}

export function themeOf(isDark: boolean): ThemeConfig {
  const one = isDark ? dark : light
  // Shortened by a style sheet instead, the library would place its menus by their size in mid-flight: out of the window.
  const motion = !window.matchMedia('(prefers-reduced-motion: reduce)').matches
  return { ...one, token: { ...one.token, borderRadius: 8, fontSize: 15, motion } }
}
