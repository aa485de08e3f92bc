/** Which gateways carry which messages, and what one costs: drawn, in plain words, and tried with a number. */
import { useQuery } from '@tanstack/react-query'
import { Card, Collapse, Form, Input, Select, Typography } from 'antd'
import { useState } from 'react'
import { call } from '../../api.ts'
import { EditForm } from '../../ui/edit-form.tsx'
import { ListField } from '../../ui/list-field.tsx'
import { OrderedPicker } from '../../ui/ordered-picker.tsx'
import { SettingsFields } from '../../ui/settings-form.tsx'
import { Loaded } from '../../ui/states.tsx'
import { fillIn, useLanguage } from '../languages/index.ts'
import { useMay } from '../session.ts'
import { useSettingsWords } from '../settings/settings-sections.tsx'
import { useSettings } from '../settings/use-settings.ts'
import { Countries, priceFields } from './country-fields.tsx'
import type { Gateway, Kind } from './gateways.tsx'
import { RouteTrial } from './route-trial.tsx'
import { inWords, listed, PURPOSES, type Route, tidy } from './route-words.ts'

const PATH = '/api/v2/admin/gateways'
const ROUTES = ['sms', 'routes']
const TEMPLATES = ['en', 'zh-CN', 'zh-TW']

type Document = { sms?: { routes?: Route[] } }

export function Routes() {
  const settings = useSettings()
  const gateways = useQuery({ queryKey: ['gateways', PATH], queryFn: () => call<{ gateways: Gateway[]; kinds: Kind[] }>('GET', PATH) })
  const may = useMay('administrator')
  const words = useSettingsWords()
  const { texts, language } = useLanguage()
  const { routes } = texts
  const save = (typed: Document) => settings.save({ sms: { ...typed.sms, routes: (typed.sms?.routes ?? []).map(tidy) } })
  return (
    <Loaded asked={gateways}>
      {({ gateways, kinds }) => (
        <Loaded asked={settings}>
          {({ schema, settings: value }) => (
            <EditForm<Document> value={value} save={save} reload={settings.refetch} disabled={!may}>
              <Card style={{ marginBottom: 16 }}>
                <ListField
                  name={ROUTES}
                  title={routes.title}
                  about={routes.about}
                  most={100}
                  make={() => ({ gateways: [] })}
                  called={(place) => fillIn(routes.rule, { place })}
                  addText={routes.add}
                  empty={routes.none}
                >
                  {(row) => <RouteFields row={row} options={optionsOf(gateways, kinds, language)} />}
                </ListField>
                <Rest gateways={gateways.map((it) => it.id)} />
              </Card>
              <RouteTrial />
              <Card title={routes.prices} style={{ marginBottom: 16 }}>
                <SettingsFields schema={schema} within="sms.budget" drawn={priceFields} {...(words && { words })} />
              </Card>
            </EditForm>
          )}
        </Loaded>
      )}
    </Loaded>
  )
}

const optionsOf = (gateways: Gateway[], kinds: Kind[], language: string) =>
  gateways.map(({ id, gateway }) => {
    const label = kinds.find((it) => it.id === gateway)?.label
    return { value: id, label: `${id} · ${(language === 'zh-CN' ? label?.zh : label?.en) ?? gateway}` }
  })

const hasOwn = (route: Route | undefined) => [route?.sender, ...Object.values(route?.templates ?? {})].some(Boolean)

function RouteFields({ row, options }: { row: number; options: { value: string; label: string }[] }) {
  const { texts, language } = useLanguage()
  const { routes } = texts
  const route = Form.useWatch([...ROUTES, row]) as Route | undefined
  const form = Form.useFormInstance()
  const [own] = useState(() => hasOwn(form.getFieldValue([...ROUTES, row]) as Route | undefined))
  return (
    <>
      <Typography.Paragraph strong>{inWords(route ?? {}, texts, language)}</Typography.Paragraph>
      <Form.Item name={[row, 'countries']} label={routes.countries}>
        <Countries placeholder={routes.everyCountry} />
      </Form.Item>
      <Form.Item name={[row, 'purposes']} label={routes.purposes}>
        <Select
          mode="multiple"
          allowClear
          placeholder={routes.everything}
          options={PURPOSES.map((value) => ({ value, label: routes[value] }))}
          showSearch={{ optionFilterProp: 'label' }}
        />
      </Form.Item>
      <Form.Item name={[row, 'gateways']} label={routes.gateways} required>
        <OrderedPicker
          options={options}
          placeholder={routes.addGateway}
          gone={routes.gatewayGone}
          of={fillIn(routes.rule, { place: row + 1 })}
        />
      </Form.Item>
      <Collapse
        ghost
        size="small"
        {...(own && { defaultActiveKey: 'own' })}
        items={[
          {
            key: 'own',
            label: routes.own,
            forceRender: true,
            children: (
              <>
                <Form.Item name={[row, 'sender']} label={routes.sender} extra={routes.ownAbout}>
                  <Input maxLength={64} />
                </Form.Item>
                {TEMPLATES.map((tag) => (
                  <Form.Item key={tag} name={[row, 'templates', tag]} label={fillIn(routes.template, { language: tag })}>
                    <Input maxLength={100} className="mono" />
                  </Form.Item>
                ))}
              </>
            ),
          },
        ]}
      />
    </>
  )
}

/** What becomes of messages that no rule is for. */
function Rest({ gateways }: { gateways: string[] }) {
  const { texts, language } = useLanguage()
  const { routes } = texts
  const rules = (Form.useWatch(ROUTES) ?? []) as Route[]
  if (rules.some((it) => !it?.countries?.length && !it?.purposes?.length)) return null
  const text = gateways.length === 0 ? texts.messages.noGateway : rules.length === 0 ? routes.allByOrder : routes.restByOrder
  return (
    <Typography.Paragraph type="secondary" style={{ margin: '16px 0 0' }}>
      {fillIn(text, { gateways: listed(gateways, language, routes.others) })}
    </Typography.Paragraph>
  )
}
