/** Text messages and e-mail: who carries them, what they say, and what keeps strangers from spending the money. */
import { Page } from '../../ui/page.tsx'
import { Sections } from '../../ui/sections.tsx'
import { useLanguage } from '../languages/index.ts'
import { SettingsSections } from '../settings/settings-sections.tsx'
import { Firewall } from './firewall.tsx'
import { drawnApart } from './country-fields.tsx'
import { Gateways } from './gateways.tsx'
import { MailTexts } from './mail-texts.tsx'
import { MessageTexts } from './message-texts.tsx'
import { Routes } from './routes.tsx'

export function Messages() {
  const { texts } = useLanguage()
  const { messages } = texts
  return (
    <Page title={texts.nav.messages} about={messages.about}>
      <Sections
        keep="seen"
        label={texts.nav.messages}
        sections={[
          { key: 'sms', label: messages.smsGateways, children: <Gateways path="/api/v2/admin/gateways" to={texts.users.mobile} /> },
          { key: 'mail', label: messages.mailGateways, children: <Gateways path="/api/v2/admin/mail-gateways" to={texts.users.email} /> },
          { key: 'routes', label: messages.routes, children: <Routes /> },
          { key: 'texts', label: messages.texts, children: <MessageTexts /> },
          { key: 'mail-texts', label: messages.mailTexts, children: <MailTexts /> },
          { key: 'firewall', label: messages.firewall, children: <Firewall /> },
          {
            key: 'limits',
            label: messages.limits,
            children: (
              <SettingsSections
                drawn={drawnApart}
                sections={[
                  { key: 'sms', label: messages.sms, only: ['sms'] },
                  { key: 'mail', label: messages.mail, only: ['mail'] },
                  { key: 'countries', label: messages.countries, only: ['countries', 'preferred_country'] },
                ]}
              />
            ),
          },
        ]}
      />
    </Page>
  )
}
