/** Countries chosen by their names, wherever the settings of a tenant name some. */
import { Form, InputNumber, Select } from 'antd'
import { useMemo } from 'react'
import { PairsInput } from '../../ui/pairs-input.tsx'
import type { Drawn } from '../../ui/settings-form.tsx'
import { useLanguage } from '../languages/index.ts'
import { countryOptions } from './countries.ts'

export function useCountryOptions() {
  const { language } = useLanguage()
  return useMemo(() => countryOptions(language), [language])
}

type Several = { value?: string[]; onChange?(value: string[]): void; id?: string; disabled?: boolean; placeholder?: string }

export const Countries = (props: Several) => (
  <Select {...props} mode="multiple" allowClear options={useCountryOptions()} showSearch={{ optionFilterProp: 'label' }} />
)

type One = { value?: string; onChange?(value: string): void; id?: string; disabled?: boolean }
const Country = (props: One) => <Select {...props} options={useCountryOptions()} showSearch={{ optionFilterProp: 'label' }} />

/** In ten-thousandths of the operator's currency, written in the currency. */
const UNIT = 10_000
type Money = { value?: unknown; onChange?(value: number | undefined): void; id?: string; label?: string }
function Price({ value, onChange, id, label }: Money) {
  return (
    <InputNumber
      {...(id && { id })}
      {...(label && { 'aria-label': label })}
      style={{ width: '100%', maxWidth: 200 }}
      min={0}
      max={100}
      step={0.01}
      precision={4}
      value={typeof value === 'number' ? value / UNIT : null}
      onChange={(typed) => onChange?.(typed === null ? undefined : Math.round(Number(typed) * UNIT))}
    />
  )
}

function Prices({
  value,
  onChange,
  id,
}: {
  value?: Record<string, unknown>
  onChange?(value: Record<string, unknown>): void
  id?: string
}) {
  const { texts } = useLanguage()
  const options = useCountryOptions()
  return (
    <PairsInput
      {...(id && { id })}
      {...(value && { value })}
      {...(onChange && { onChange })}
      addText={texts.routes.addPrice}
      name={({ value, change, label, taken }) => (
        <Select
          aria-label={label}
          style={{ width: '100%' }}
          {...(value && { value })}
          onChange={change}
          options={options.filter((it) => !taken.includes(it.value))}
          showSearch={{ optionFilterProp: 'label' }}
        />
      )}
      entry={({ value, change, label }) => <Price value={value} onChange={change} label={label} />}
    />
  )
}

const item =
  (draw: () => React.ReactElement): Drawn =>
  ({ name, title, about }) => (
    <Form.Item key={name.join('.')} name={name} label={title} extra={about}>
      {draw()}
    </Form.Item>
  )

export const countryFields: Record<string, Drawn> = {
  countries: item(() => <Countries />),
  preferred_country: item(() => <Country />),
}

/** What has a place of its own beside the limits: its own texts, routes, and what messages cost. */
export const drawnApart: Record<string, Drawn> = {
  ...countryFields,
  'sms.texts': () => null,
  'sms.routes': () => null,
  'sms.budget': () => null,
}

/** What a message costs; the explanation says the unit, which is the currency here. */
export const priceFields: Record<string, Drawn> = {
  'sms.budget.price': ({ name, title }) => <PriceItem key="price" name={name} title={title} />,
  'sms.budget.prices': ({ name, title }) => <PriceItem key="prices" name={name} title={title} byCountry />,
}

function PriceItem({ name, title, byCountry = false }: { name: (string | number)[]; title: string; byCountry?: boolean }) {
  const { routes } = useLanguage().texts
  return (
    <Form.Item name={name} label={title} extra={byCountry ? routes.pricesAbout : routes.priceAbout}>
      {byCountry ? <Prices /> : <Price />}
    </Form.Item>
  )
}
