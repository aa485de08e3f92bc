/** One source: made or changed by a form that its connector draws; checked when it is saved, tried without anybody being asked. */
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import { Alert, Button, Card, Flex, Form, Input, Radio, Select, Space, Switch, Typography } from 'antd'
import { useState } from 'react'
import { call } from '../../api.ts'
import { useConfirm } from '../../ui/confirm.tsx'
import { EditForm } from '../../ui/edit-form.tsx'
import { joinSecrets, splitSecrets } from '../../ui/kept-secrets.ts'
import { Page } from '../../ui/page.tsx'
import { PictureInput } from '../../ui/picture-input.tsx'
import { defaultsOf, SettingsFields } from '../../ui/settings-form.tsx'
import { SourceMark } from '../../ui/source-mark.tsx'
import { Loaded } from '../../ui/states.tsx'
import { fillIn, useLanguage } from '../languages/index.ts'
import { useMay } from '../session.ts'
import { DryRun } from './dry-run.tsx'
import { TryIt } from './try-it.tsx'
import { type Connector, type Fault, type Source, useConnectors, useSources } from './sources.tsx'

const PATH = '/api/v2/admin/sources'
/** As the server takes it; drawn with four times the pixels of a button's. */
const LOGO = { kinds: ['png', 'jpeg', 'webp'], kilobytes: 16, side: 96 }
type Typed = Pick<Source, 'id' | 'name' | 'logo' | 'trust_mobile' | 'trust_email' | 'disabled' | 'settings' | 'no_user_associated'>

export function SourcePage() {
  const { sourceId } = useParams({ strict: false }) as { sourceId: string }
  const connectors = useConnectors()
  const sources = useSources()
  const [chosen, setChosen] = useState('')
  const { texts } = useLanguage()
  const isNew = sourceId === 'new'
  return (
    <Loaded asked={connectors}>
      {(data) => (
        <Loaded asked={sources}>
          {({ sources: list }) => {
            const source = list.find((it) => it.id === sourceId)
            const connector = data.connectors.find((it) => it.id === (source?.connector ?? chosen))
            if (!source && !isNew) return <Alert type="error" showIcon title={texts.sources.gone} />
            return (
              <Page
                title={source?.name ?? texts.sources.add}
                about={source && <span className="mono">{source.id}</span>}
                {...(source && { picture: <SourceMark connector={source.connector} logo={source.logo} size={44} /> })}
              >
                {isNew && <Choose connectors={data.connectors} chosen={chosen} choose={setChosen} />}
                {connector && (
                  <Edit
                    key={connector.id}
                    connector={connector}
                    taken={list.map((it) => it.id)}
                    refetch={() => void sources.refetch()}
                    {...(source && { source })}
                  />
                )}
                {source && <TryIt key={source.version} source={source} />}
                {source && <DryRun source={source} />}
              </Page>
            )
          }}
        </Loaded>
      )}
    </Loaded>
  )
}

function Choose({ connectors, chosen, choose }: { connectors: Connector[]; chosen: string; choose(id: string): void }) {
  const { texts, language } = useLanguage()
  return (
    <Card style={{ marginBottom: 16 }}>
      <Form layout="vertical">
        <Form.Item label={texts.sources.connector} htmlFor="connector" style={{ marginBottom: 0 }}>
          <Select
            id="connector"
            showSearch={{ optionFilterProp: 'label' }}
            {...(chosen && { value: chosen })}
            onChange={choose}
            options={connectors.map((it) => ({ value: it.id, label: language === 'zh-CN' ? it.label.zh : it.label.en }))}
            optionRender={(it) => (
              <Flex gap={10} align="center">
                <SourceMark connector={String(it.value)} size={24} />
                {it.label}
              </Flex>
            )}
          />
        </Form.Item>
      </Form>
    </Card>
  )
}

type EditProps = { connector: Connector; source?: Source; taken: string[]; refetch(): void }

function Edit({ connector, source, taken, refetch }: EditProps) {
  const { texts, language } = useLanguage()
  const { sources, common } = texts
  const navigate = useNavigate()
  const client = useQueryClient()
  const confirm = useConfirm()
  const may = useMay('administrator')
  const [fault, setFault] = useState<Fault | null>()
  const label = language === 'zh-CN' ? connector.label.zh : connector.label.en
  const free = taken.includes(connector.id) ? `${connector.id}-${taken.length + 1}` : connector.id

  const { kept, shown } = splitSecrets(source?.settings)
  const value: Typed = {
    id: source?.id ?? free,
    name: source?.name ?? label,
    logo: source?.logo ?? '',
    no_user_associated: source?.no_user_associated ?? 'bind',
    trust_mobile: source?.trust_mobile ?? false,
    trust_email: source?.trust_email ?? false,
    disabled: source?.disabled ?? false,
    settings: source ? shown : defaultsOf(connector.settings),
  }

  async function save(typed: Typed) {
    setFault(undefined)
    const { id, ...rest } = typed
    const body = { ...rest, settings: joinSecrets(kept, typed.settings) }
    const done = source
      ? await call<Source>('PUT', `${PATH}/${source.id}`, { body: { ...body, version: source.version } })
      : await call<Source>('POST', PATH, { body: { ...body, id, connector: connector.id } })
    if (connector.checks) setFault((await call<{ fault: Fault | null }>('POST', `${PATH}/${done.id}/check`)).fault)
    await client.invalidateQueries({ queryKey: ['sources'] })
    // After the form knows that it is saved.
    if (!source) setTimeout(() => void navigate({ to: `/sources/${done.id}` as '/' }))
  }

  return (
    <>
      {fault !== undefined && (
        <Alert
          type={fault ? 'error' : 'success'}
          showIcon
          role="status"
          style={{ marginBottom: 16 }}
          title={fault ? sources.checkFailed : sources.checkGood}
          {...(fault && { description: `${fault.setting ? `${fault.setting}: ` : ''}${fault.text}` })}
        />
      )}
      <EditForm<Typed>
        value={value}
        save={save}
        reload={refetch}
        disabled={!may}
        startDirty={!source}
        saveText={connector.checks ? sources.saveAndCheck : common.save}
        actions={
          source &&
          may && (
            <Button
              danger
              onClick={() =>
                confirm({
                  title: sources.remove,
                  lost: fillIn(sources.removeLost, { name: source.name }),
                  act: common.remove,
                  type: source.id,
                  run: async () => {
                    await call('DELETE', `${PATH}/${source.id}`)
                    await client.invalidateQueries({ queryKey: ['sources'] })
                    void navigate({ to: '/sources' as '/' })
                  },
                })
              }
            >
              {common.remove}
            </Button>
          )
        }
      >
        <Card title={label} style={{ marginBottom: 16 }}>
          {!source && (
            <Form.Item name="id" label={sources.id} extra={sources.idAbout} rules={[{ required: true, message: common.required }]}>
              <Input className="mono" maxLength={64} />
            </Form.Item>
          )}
          <Form.Item name="name" label={common.name} rules={[{ required: true, message: common.required }]}>
            <Input maxLength={64} />
          </Form.Item>
          <Form.Item name="logo" label={sources.logo} extra={sources.logoAbout}>
            <PictureInput {...LOGO} />
          </Form.Item>
          <SettingsFields schema={connector.settings} base={['settings']} kept={(path) => kept.includes(path)} />
        </Card>
        <Card title={sources.unknown} style={{ marginBottom: 16 }}>
          <Typography.Paragraph type="secondary">{sources.unknownAbout}</Typography.Paragraph>
          <Form.Item name="no_user_associated" noStyle>
            <Radio.Group aria-label={sources.unknown}>
              <Space orientation="vertical">
                {connector.no_user_associated.map((it) => (
                  <Radio key={it.value} value={it.value}>
                    <b>{texts.choices[it.value as 'bind'] ?? it.value}</b> – {it.text}
                  </Radio>
                ))}
              </Space>
            </Radio.Group>
          </Form.Item>
        </Card>
        <Card title={sources.trust} style={{ marginBottom: 16 }}>
          <Form.Item name="trust_mobile" label={sources.trustMobile} extra={sources.trustAbout} valuePropName="checked">
            <Switch />
          </Form.Item>
          <Form.Item name="trust_email" label={sources.trustEmail} valuePropName="checked">
            <Switch />
          </Form.Item>
          <Form.Item name="disabled" label={common.disabled} valuePropName="checked" style={{ marginBottom: 0 }}>
            <Switch />
          </Form.Item>
        </Card>
      </EditForm>
    </>
  )
}
