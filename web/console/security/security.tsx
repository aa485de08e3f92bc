/** Passwords, second factors, codes and numbers: what the tenant asks of people. */
import { Page } from '../../ui/page.tsx'
import { useLanguage } from '../languages/index.ts'
import { SettingsSections } from '../settings/settings-sections.tsx'

export function Security() {
  const { texts } = useLanguage()
  const { security } = texts
  return (
    <Page title={texts.nav.security} about={security.about}>
      <SettingsSections
        sections={[
          { key: 'password', label: security.password, only: ['password'] },
          { key: 'mfa', label: security.factors, only: ['mfa'] },
          { key: 'accounts', label: security.numbers, only: ['accounts'] },
          { key: 'registration', label: security.registration, only: ['registration'] },
          { key: 'captcha', label: security.pictures, only: ['captcha'] },
          { key: 'sessions', label: security.sessions, only: ['session_lifetime', 'state'] },
        ]}
      />
    </Page>
  )
}
