/** Who may sign in to an application: rules in an order, drawn and in plain words. */
import { Flex, Form, Input, Select, Switch, Typography } from 'antd'
import { ListField } from '../../ui/list-field.tsx'
import type { Drawn } from '../../ui/settings-form.tsx'
import { fillIn, useLanguage } from '../languages/index.ts'
import { useSources } from '../sources/sources.tsx'
import { type AccessRule, clock, DECISIONS, inWords, METHODS, zone } from './access-words.ts'

type Name = (string | number)[]

export const accessRules: Record<string, Drawn> = { access_rules: ({ name, title }) => <AccessRules name={name} title={title} /> }

function AccessRules({ name, title }: { name: Name; title: string }) {
  const { rules } = useLanguage().texts
  return (
    <ListField
      name={name}
      title={title}
      about={rules.about}
      most={10}
      make={() => ({ decision: 'deny' })}
      called={(place) => fillIn(rules.rule, { place })}
      addText={rules.add}
      empty={rules.none}
    >
      {(row) => <RuleFields list={name} row={row} />}
    </ListField>
  )
}

/** Further names are typed, one after the other. */
const typed = { mode: 'tags' as const, open: false, suffixIcon: null, tokenSeparators: [',', ' ', '\n'] }

function RuleFields({ list, row }: { list: Name; row: number }) {
  const { texts, language } = useLanguage()
  const { rules, common } = texts
  const rule = (Form.useWatch([...list, row]) ?? {}) as AccessRule
  const known = useSources().data?.sources ?? []
  const nameOf = (id: string) => known.find((it) => it.id === id)?.name ?? id
  const item = (name: string) => ({ name: [row, name], label: rules[name as 'users'] })
  return (
    <>
      <Typography.Paragraph strong>{inWords(rule, nameOf, texts, language)}</Typography.Paragraph>
      <Flex gap={16} wrap>
        <Form.Item {...item('name')} style={{ flex: '1 1 200px' }} rules={[{ required: true, message: common.required }]}>
          <Input maxLength={100} />
        </Form.Item>
        <Form.Item {...item('decision')} style={{ flex: '1 1 200px' }} rules={[{ required: true, message: common.required }]}>
          <Select options={DECISIONS.map((value) => ({ value, label: rules[value] }))} />
        </Form.Item>
      </Flex>
      <Form.Item {...item('users')}>
        <Select {...typed} tokenSeparators={[',', '\n']} placeholder={rules.everybody} />
      </Form.Item>
      <Form.Item {...item('methods')}>
        <Select mode="multiple" allowClear placeholder={rules.anyWay} options={METHODS.map((value) => ({ value, label: rules[value] }))} />
      </Form.Item>
      <Form.Item {...item('sources')}>
        <Select
          mode="multiple"
          allowClear
          placeholder={rules.anySource}
          options={known.map(({ id, name }) => ({ value: id, label: name }))}
        />
      </Form.Item>
      <Form.Item {...item('addresses')}>
        <Select {...typed} placeholder={rules.anyAddress} />
      </Form.Item>
      <Form.Item {...item('outside')} valuePropName="checked" hidden={!rule.addresses?.length}>
        <Switch />
      </Form.Item>
      <Form.Item {...item('hours')}>
        <Hours />
      </Form.Item>
    </>
  )
}

type Day = NonNullable<AccessRule['hours']>
type HoursProps = { value?: Day | null; onChange?(value: Day | undefined): void; id?: string }

/** Every offset a clock on earth has is a multiple of a quarter of an hour. */
const OFFSETS = Array.from({ length: (840 + 720) / 15 + 1 }, (_, i) => i * 15 - 720)

function Hours({ value, onChange, id }: HoursProps) {
  const { rules } = useLanguage().texts
  const { from = 0, to = 1440, offset = 0 } = value ?? {}
  const put = (part: Day) => onChange?.({ from, to, offset, ...part })
  const here = -new Date().getTimezoneOffset()
  return (
    <>
      <Switch
        {...(id && { id })}
        checked={Boolean(value)}
        onChange={(on) => onChange?.(on ? { from: 540, to: 1080, offset: here } : undefined)}
      />
      {value && (
        <Flex gap={8} wrap style={{ marginTop: 8 }}>
          <Clock label={rules.from} minutes={from} put={(minutes) => put({ from: minutes })} />
          <Clock label={rules.to} minutes={to} put={(minutes) => put({ to: minutes || 1440 })} />
          <Select
            aria-label={rules.offset}
            value={offset}
            onChange={(chosen) => put({ offset: chosen })}
            style={{ flex: '1 1 140px' }}
            options={[...new Set([...OFFSETS, offset])].map((it) => ({ value: it, label: zone(it) }))}
            showSearch={{ optionFilterProp: 'label' }}
          />
        </Flex>
      )}
    </>
  )
}

/** The end of the day is midnight to a clock. */
function Clock({ label, minutes, put }: { label: string; minutes: number; put(minutes: number): void }) {
  return (
    <Input
      type="time"
      aria-label={label}
      prefix={label}
      value={clock(minutes % 1440)}
      style={{ flex: '1 1 140px' }}
      onChange={({ target }) => {
        const [hour = NaN, minute = NaN] = target.value.split(':').map(Number)
        if (!Number.isNaN(hour + minute)) put(hour * 60 + minute)
      }}
    />
  )
}
