/** A short list: what it is, what is known of it, what can be done with it. */
import { Flex, theme, Typography } from 'antd'
import type { ReactNode } from 'react'

type Row = { key: string; title: ReactNode; about?: ReactNode; actions?: ReactNode }

export function Rows({ rows, empty }: { rows: Row[]; empty?: ReactNode }) {
  const { token } = theme.useToken()
  if (rows.length === 0) return <Typography.Text type="secondary">{empty}</Typography.Text>
  return (
    <ul style={{ listStyle: 'none', margin: 0, padding: 0 }}>
      {rows.map(({ key, title, about, actions }, n) => (
        <li key={key} style={{ padding: '10px 0', ...(n > 0 && { borderTop: `1px solid ${token.colorBorderSecondary}` }) }}>
          <Flex justify="space-between" align="center" gap={12} wrap>
            <div style={{ minWidth: 0, flex: '1 1 220px' }}>
              <div>{title}</div>
              {about && <Typography.Text type="secondary">{about}</Typography.Text>}
            </div>
            {actions && <Flex gap={8}>{actions}</Flex>}
          </Flex>
        </li>
      ))}
    </ul>
  )
}
