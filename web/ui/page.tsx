/** The head of a page: what it is, what can be done here. */
import { Flex, Typography } from 'antd'
import { type ReactNode, useEffect } from 'react'

type Props = { title: string; about?: ReactNode; picture?: ReactNode; actions?: ReactNode; children: ReactNode }

export function Page({ title, about, picture, actions, children }: Props) {
  useEffect(() => {
    document.title = `${title} · Bowline`
  }, [title])
  return (
    <div style={{ maxWidth: 1200, margin: '0 auto' }}>
      <Flex justify="space-between" align="center" gap={12} wrap style={{ marginBottom: 16 }}>
        {picture}
        <div style={{ flex: '1 1 200px' }}>
          <Typography.Title level={1} style={{ fontSize: 24, margin: 0 }}>
            {title}
          </Typography.Title>
          {about && <Typography.Text type="secondary">{about}</Typography.Text>}
        </div>
        {actions && (
          <Flex gap={8} wrap>
            {actions}
          </Flex>
        )}
      </Flex>
      {children}
    </div>
  )
}
