/** A gateway made or changed: a form that its kind draws. */
import { Button, Form, Input, Modal, Select } from 'antd'
import { useState } from 'react'
import { call } from '../../api.ts'
import { useConfirm } from '../../ui/confirm.tsx'
import { EditForm } from '../../ui/edit-form.tsx'
import { joinSecrets, splitSecrets } from '../../ui/kept-secrets.ts'
import { defaultsOf, SettingsFields } from '../../ui/settings-form.tsx'
import { fillIn, useLanguage } from '../languages/index.ts'
import type { Gateway, Kind } from './gateways.tsx'

type Typed = { id: string; settings: Record<string, unknown> }
type Props = { path: string; kinds: Kind[]; gateway?: Gateway; open: boolean; close(): void }

export function GatewayForm({ path, kinds, gateway, open, close }: Props) {
  const { texts, language } = useLanguage()
  const { messages, common, sources } = texts
  const confirm = useConfirm()
  const [chosen, setChosen] = useState(gateway?.gateway ?? '')
  const kind = kinds.find((it) => it.id === chosen)
  const { kept, shown } = splitSecrets(gateway?.settings)

  async function save(typed: Typed) {
    const settings = joinSecrets(kept, typed.settings)
    if (gateway) await call('PUT', `${path}/${gateway.id}`, { body: { settings, version: gateway.version } })
    else await call('POST', path, { body: { id: typed.id, gateway: chosen, settings } })
    close()
  }
  const remove = (it: Gateway) =>
    confirm({
      title: messages.removeGateway,
      lost: fillIn(messages.removeGatewayLost, { id: it.id }),
      act: common.remove,
      run: async () => {
        await call('DELETE', `${path}/${it.id}`)
        close()
      },
    })

  return (
    <Modal open={open} title={gateway?.id ?? messages.addGateway} footer={null} onCancel={close} width={640} destroyOnHidden>
      {!gateway && (
        <Form layout="vertical">
          <Form.Item label={messages.kind} htmlFor="kind">
            <Select
              id="kind"
              {...(chosen && { value: chosen })}
              onChange={setChosen}
              options={kinds.map((it) => ({ value: it.id, label: language === 'zh-CN' ? it.label.zh : it.label.en }))}
            />
          </Form.Item>
        </Form>
      )}
      {kind && (
        <EditForm<Typed>
          key={kind.id}
          value={{ id: gateway?.id ?? kind.id, settings: gateway ? shown : defaultsOf(kind.settings) }}
          save={save}
          reload={close}
          startDirty={!gateway}
          actions={
            gateway && (
              <Button danger onClick={() => remove(gateway)}>
                {common.remove}
              </Button>
            )
          }
        >
          {!gateway && (
            <Form.Item name="id" label={sources.id} rules={[{ required: true, message: common.required }]}>
              <Input className="mono" maxLength={64} />
            </Form.Item>
          )}
          <SettingsFields schema={kind.settings} base={['settings']} kept={(at) => kept.includes(at)} />
        </EditForm>
      )}
    </Modal>
  )
}
