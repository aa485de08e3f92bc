/** What it is told: all there is and will be, or what is chosen, each with a sentence. */
import { Checkbox, Radio, Space, theme, Typography } from 'antd'
import type { List } from './webhooks.tsx'
import { useLanguage } from '../languages/index.ts'

const ALL = '*'
type Props = { types: List['types']; disabled?: boolean; id?: string; value?: string[]; onChange?(value: string[]): void }

export function EventsInput({ types, disabled = false, id, value = [], onChange }: Props) {
  const { texts } = useLanguage()
  const { token } = theme.useToken()
  const all = value.includes(ALL)
  const choose = (type: string, on: boolean) =>
    onChange?.(types.map((it) => it.type).filter((it) => (it === type ? on : value.includes(it))))
  return (
    <>
      <Radio.Group
        {...(id && { id })}
        aria-label={texts.webhooks.events}
        value={all ? 'all' : 'some'}
        onChange={({ target }) => onChange?.(target.value === 'all' ? [ALL] : [])}
      >
        <Space direction="vertical">
          <Radio value="all">{texts.webhooks.everything}</Radio>
          <Radio value="some">{texts.webhooks.chosen}</Radio>
        </Space>
      </Radio.Group>
      {!all && (
        <ul style={{ listStyle: 'none', margin: '12px 0 0', padding: 0, borderTop: `1px solid ${token.colorBorderSecondary}` }}>
          {types.map(({ type, about }) => (
            <li key={type} style={{ padding: '6px 0' }}>
              <Checkbox
                checked={value.includes(type)}
                disabled={disabled}
                styles={{ root: { alignItems: 'flex-start' }, icon: { alignSelf: 'flex-start', marginTop: 3 } }}
                onChange={({ target }) => choose(type, target.checked)}
              >
                <span className="mono">{type}</span>
                <br />
                <Typography.Text type="secondary">{about}</Typography.Text>
              </Checkbox>
            </li>
          ))}
        </ul>
      )}
    </>
  )
}
