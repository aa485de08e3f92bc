/** The card in the middle of an otherwise empty page. */
import { Card, Flex, Select, Typography } from 'antd'
import type { ReactNode } from 'react'
import { type Language, names, useLanguage } from '../languages/index.ts'
import { Knot } from '../../ui/knot.tsx'

export function Frame({ title, children }: { title: string; children: ReactNode }) {
  const { language, texts, speak } = useLanguage()
  return (
    <main style={{ minHeight: '100vh', display: 'grid', placeItems: 'center', padding: 16, boxSizing: 'border-box' }}>
      <Card style={{ width: '100%', maxWidth: 420 }}>
        <Flex justify="space-between" align="center" style={{ marginBottom: 20 }}>
          <Flex align="center" gap={10}>
            <Knot size={30} />
            <Typography.Text strong style={{ fontSize: 18 }}>
              Bowline
            </Typography.Text>
          </Flex>
          <Select<Language>
            aria-label={texts.nav.language}
            size="small"
            value={language}
            onChange={speak}
            options={Object.entries(names).map(([value, label]) => ({ value: value as Language, label }))}
          />
        </Flex>
        <Typography.Title level={1} style={{ fontSize: 22, marginTop: 0 }}>
          {title}
        </Typography.Title>
        {children}
      </Card>
    </main>
  )
}
