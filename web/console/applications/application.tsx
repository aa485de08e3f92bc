/** One application: its keys, what it decides, and code to paste with its own values. */
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import { App, Button, Card, Descriptions, Form, Input } from 'antd'
import { useState } from 'react'
import { call, messageOf } from '../../api.ts'
import { useConfirm } from '../../ui/confirm.tsx'
import { EditForm } from '../../ui/edit-form.tsx'
import { Mark } from '../../ui/mark.tsx'
import { Page } from '../../ui/page.tsx'
import { Sections } from '../../ui/sections.tsx'
import { Secret } from '../../ui/secret.tsx'
import { type Schema, SettingsFields } from '../../ui/settings-form.tsx'
import { Loaded } from '../../ui/states.tsx'
import { fillIn, useLanguage } from '../languages/index.ts'
import { useMay } from '../session.ts'
import { useSettingsWords } from '../settings/settings-sections.tsx'
import { useSources } from '../sources/sources.tsx'
import { accessRules } from './access-rules.tsx'
import { type AccessRule, tidyRule } from './access-words.ts'
import { type Application, APPS } from './applications.tsx'
import { snippets } from './snippets.ts'

/** The settings by what they are about; what is in none of them comes last. */
const sections = {
  ways: ['sources', 'redirect_uris', 'codes_need_state', 'passkey_rp_id', 'passkey_origins'],
  tokens: ['id_token_lifetime', 'id_token_algorithm', 'id_token_subject', 'access_token_lifetime', 'session_lifetime', 'rotate_session'],
  access: ['access_rules', 'origins', 'allowed_addresses', 'permissions', 'error_codes'],
  pages: ['hosted'],
  oauth: ['oauth'],
}

export function ApplicationPage() {
  const { clientId } = useParams({ strict: false }) as { clientId: string }
  const { texts } = useLanguage()
  const { apps, common } = texts
  const { message } = App.useApp()
  const navigate = useNavigate()
  const client = useQueryClient()
  const confirm = useConfirm()
  const may = useMay('administrator')
  const [secret, setSecret] = useState('')
  const path = `${APPS}/${clientId}`
  const asked = useQuery({ queryKey: ['apps', clientId], queryFn: () => call<Application>('GET', path) })
  const schema = useQuery({
    queryKey: ['schemas', 'app'],
    queryFn: () => call<Schema>('GET', '/api/v2/admin/schemas/app'),
    staleTime: Infinity,
  })
  const words = useSettingsWords()

  async function act(part: string) {
    try {
      await call('POST', `${path}/${part}`)
      await asked.refetch()
    } catch (reason) {
      void message.error(messageOf(reason), 8)
    }
  }
  async function makeSecret() {
    setSecret((await call<{ client_secret: string }>('POST', `${path}/secret`)).client_secret)
    await asked.refetch()
  }
  const replace = () => confirm({ title: apps.replaceSecret, lost: apps.replaceSecretLost, act: apps.replaceSecret, run: makeSecret })
  const remove = (app: Application) =>
    confirm({
      title: apps.remove,
      lost: fillIn(apps.removeLost, { name: app.name }),
      act: common.remove,
      type: app.name,
      run: async () => {
        await call('DELETE', path)
        await client.invalidateQueries({ queryKey: ['apps'] })
        void navigate({ to: '/applications' as '/' })
      },
    })

  return (
    <Loaded asked={asked}>
      {(app) => (
        <Page
          title={app.name}
          about={<span className="mono">{app.client_id}</span>}
          actions={
            may &&
            (app.disabled ? (
              <>
                <Button onClick={() => void act('enable')}>{common.enable}</Button>
                <Button danger onClick={() => remove(app)}>
                  {common.remove}
                </Button>
              </>
            ) : (
              <Button
                onClick={() =>
                  confirm({
                    title: apps.disable,
                    lost: fillIn(apps.disableLost, { name: app.name }),
                    act: common.disable,
                    run: () => act('disable'),
                  })
                }
              >
                {common.disable}
              </Button>
            ))
          }
        >
          {secret && <Secret about={apps.secretShown} value={secret} />}
          <Card title={apps.keys} style={{ marginBottom: 16 }}>
            <Descriptions
              column={1}
              items={[
                { key: 'id', label: 'client_id', children: <span className="mono">{app.client_id}</span> },
                {
                  key: 'secret',
                  label: 'client_secret',
                  children: may ? (
                    <Button onClick={() => (app.has_secret ? replace() : void makeSecret())}>
                      {app.has_secret ? apps.replaceSecret : apps.makeSecret}
                    </Button>
                  ) : (
                    <Mark>{app.has_secret ? common.on : common.off}</Mark>
                  ),
                },
                {
                  key: 'key',
                  label: apps.publicKey,
                  children: (
                    <pre className="mono" style={{ margin: 0, whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
                      {app.public_key}
                    </pre>
                  ),
                },
              ]}
            />
          </Card>
          <Loaded asked={schema}>
            {(rules) => (
              <EditForm<{ name: string; settings: Record<string, unknown> }>
                value={{ name: app.name, settings: app.settings }}
                disabled={!may}
                reload={() => void asked.refetch()}
                save={async ({ name, settings }) => {
                  const access_rules = ((settings['access_rules'] ?? []) as AccessRule[]).map(tidyRule)
                  const sent = { ...app.settings, ...settings, access_rules }
                  await call('PUT', path, { body: { name, settings: sent, version: app.version } })
                  await asked.refetch()
                }}
              >
                <Card style={{ marginBottom: 16 }}>
                  <Form.Item name="name" label={common.name} rules={[{ required: true, message: common.required }]}>
                    <Input maxLength={64} />
                  </Form.Item>
                  <Sections
                    keep
                    label={texts.nav.settings}
                    sections={withRest(rules).map(([key, only]) => ({
                      key,
                      label: apps[key],
                      children: (
                        <SettingsFields schema={rules} base={['settings']} only={only} drawn={accessRules} {...(words && { words })} />
                      ),
                    }))}
                  />
                </Card>
              </EditForm>
            )}
          </Loaded>
          <Snippets app={app} />
        </Page>
      )}
    </Loaded>
  )
}

function withRest(rules: Schema): [keyof typeof sections | 'other', string[]][] {
  const known = new Set(Object.values(sections).flat())
  const rest = Object.keys(rules.properties ?? {}).filter((it) => !known.has(it))
  const all = [...(Object.entries(sections) as [keyof typeof sections, string[]][]), ['other', rest] as ['other', string[]]]
  return all.filter(([, only]) => only.some((it) => rules.properties?.[it]))
}

function Snippets({ app }: { app: Application }) {
  const { texts } = useLanguage()
  const sources = useSources()
  const values = { origin: window.location.origin, clientId: app.client_id, source: sources.data?.sources[0]?.id ?? 'wechat' }
  return (
    <Card title={texts.apps.code} style={{ marginTop: 16 }}>
      <Sections
        label={texts.apps.code}
        sections={snippets.map(({ key, label, write }) => ({
          key,
          label,
          children: (
            <>
              <Button style={{ marginBottom: 8 }} onClick={() => void navigator.clipboard.writeText(write(values))}>
                {texts.common.copy}
              </Button>
              <pre className="mono" tabIndex={0} style={{ margin: 0, overflow: 'auto' }}>
                {write(values)}
              </pre>
            </>
          ),
        }))}
      />
    </Card>
  )
}
