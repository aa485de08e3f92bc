/** Language, keys, and everything as a file. */
import { useQuery } from '@tanstack/react-query'
import { App, Button, Card, Typography } from 'antd'
import { call, type Reply } from '../../api.ts'
import { useConfirm } from '../../ui/confirm.tsx'
import { download } from '../../ui/download.ts'
import { Mark } from '../../ui/mark.tsx'
import { Page } from '../../ui/page.tsx'
import { Sections } from '../../ui/sections.tsx'
import { Rows } from '../../ui/rows.tsx'
import { Loaded } from '../../ui/states.tsx'
import { showTime } from '../../ui/times.ts'
import { fillIn, useLanguage } from '../languages/index.ts'
import { countryFields } from '../messages/country-fields.tsx'
import { useMay, useSession } from '../session.ts'
import { SettingsSections } from './settings-sections.tsx'

export function Settings() {
  const { texts } = useLanguage()
  const { settings } = texts
  const { session } = useSession()
  return (
    <Page title={texts.nav.settings} about={`Bowline ${session.version} · ${session.mode}`}>
      <Sections
        label={texts.nav.settings}
        sections={[
          {
            key: 'general',
            label: settings.general,
            children: (
              <SettingsSections
                drawn={countryFields}
                sections={[{ key: 'language', label: settings.general, only: ['language', 'preferred_country', 'countries'] }]}
              />
            ),
          },
          { key: 'keys', label: settings.keys, children: <KeysCard /> },
          { key: 'blueprint', label: settings.blueprint, children: <Blueprint /> },
        ]}
      />
    </Page>
  )
}

type Keys = Reply<'GET /api/v2/admin/keys'>

function KeysCard() {
  const { texts, language } = useLanguage()
  const { settings } = texts
  const may = useMay('owner')
  const confirm = useConfirm()
  const asked = useQuery({ queryKey: ['keys'], queryFn: () => call<Keys>('GET', '/api/v2/admin/keys') })
  const rotate = () =>
    confirm({
      title: settings.rotate,
      lost: settings.rotateLost,
      act: settings.rotate,
      run: async () => {
        await call('POST', '/api/v2/admin/keys/rotate', { body: {} })
        await asked.refetch()
      },
    })
  return (
    <Card title={settings.keys} extra={may && <Button onClick={rotate}>{settings.rotate}</Button>}>
      <Typography.Paragraph type="secondary">{settings.keysAbout}</Typography.Paragraph>
      <Loaded asked={asked}>
        {({ keys }) => (
          <Rows
            rows={keys.map((it) => ({
              key: it.kid,
              title: (
                <>
                  <span className="mono">{it.kid}</span> <Mark>{it.algorithm}</Mark>{' '}
                  <Mark kind={it.state === 'signing' ? 'good' : 'plain'}>{settings[it.state]}</Mark>
                </>
              ),
              about: `${showTime(it.created_at, language)}${it.retires_at === null ? '' : ` · ${fillIn(settings.until, { at: showTime(it.retires_at, language) })}`}`,
            }))}
          />
        )}
      </Loaded>
    </Card>
  )
}

function Blueprint() {
  const { texts } = useLanguage()
  const { settings } = texts
  const { message } = App.useApp()
  const may = useMay('owner')
  return (
    <Card title={settings.blueprint}>
      <Typography.Paragraph>{settings.blueprintAbout}</Typography.Paragraph>
      <Button
        disabled={!may}
        onClick={() => {
          download('/api/v2/admin/blueprint', {}, 'bowline.yaml').catch((reason: unknown) => void message.error(String(reason)))
        }}
      >
        {settings.export}
      </Button>
    </Card>
  )
}
