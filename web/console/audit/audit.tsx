/** What happened: filtered, followed from the first call of a journey to its last, and taken along. */
import { useSearch } from '@tanstack/react-router'
import { Button, Card, DatePicker, Flex, Input, Select, Typography } from 'antd'
import { useState } from 'react'
import type { Query, Reply } from '../../api.ts'
import { download } from '../../ui/download.ts'
import { Mark } from '../../ui/mark.tsx'
import { Page } from '../../ui/page.tsx'
import { PagedTable } from '../../ui/paged-table.tsx'
import { showTime } from '../../ui/times.ts'
import { useLanguage } from '../languages/index.ts'
import { useMay } from '../session.ts'
import { Journey } from './journey.tsx'

export type AuditEvent = Reply<'GET /api/v2/admin/audit'>['events'][number]

const PATH = '/api/v2/admin/audit'
export const kindOf = (outcome: string) =>
  outcome === 'refused' || outcome === 'failed' ? 'bad' : outcome === 'SUCCESS' ? 'good' : 'plain'

export function Audit() {
  const { texts, language } = useLanguage()
  const { audit } = texts
  const asked = useSearch({ strict: false }) as { user_id?: string }
  const [filter, setFilter] = useState<Query>({ user_id: asked.user_id ?? '' })
  const [journey, setJourney] = useState('')
  const may = useMay('owner')
  const set = (more: Query) => setFilter((it) => ({ ...it, ...more }))
  const field = (name: string, label: string, width = 180) => (
    <Input
      key={name}
      allowClear
      aria-label={label}
      placeholder={label}
      style={{ width }}
      defaultValue={String(filter[name] ?? '')}
      onChange={({ target }) => set({ [name]: target.value.trim() })}
    />
  )
  return (
    <Page
      title={texts.nav.audit}
      about={audit.about}
      actions={<Button onClick={() => void download(`${PATH}/export`, filter, 'audit.csv')}>{audit.export}</Button>}
    >
      <Flex gap={8} wrap style={{ marginBottom: 12 }}>
        {may && (
          <Select
            aria-label={audit.scope}
            defaultValue="tenant"
            style={{ width: 160 }}
            onChange={(scope) => set({ scope })}
            options={[
              { value: 'tenant', label: audit.scopeTenant },
              { value: 'server', label: audit.scopeServer },
            ]}
          />
        )}
        {field('event', audit.event)}
        <Select
          allowClear
          aria-label={audit.outcome}
          placeholder={audit.outcome}
          style={{ width: 160 }}
          onChange={(outcome?: string) => set({ outcome })}
          options={['SUCCESS', 'SOCIAL_BIND', 'USER_REGISTER', 'MFA_AUTH', 'ACCESS_DENIED', 'done', 'refused', 'failed'].map((value) => ({
            value,
            label: value,
          }))}
        />
        {field('user_id', audit.userId, 240)}
        {field('client_id', audit.clientId, 240)}
        {field('address', audit.address, 150)}
        <DatePicker.RangePicker
          showTime
          aria-label={`${audit.from} – ${audit.to}`}
          placeholder={[audit.from, audit.to]}
          onChange={(range) => set({ from: secondsOf(range?.[0]), to: secondsOf(range?.[1]) })}
        />
      </Flex>
      <Card styles={{ body: { padding: 0 } }}>
        <PagedTable<AuditEvent>
          label={texts.nav.audit}
          path={PATH}
          query={filter}
          rows="events"
          rowKey="event_id"
          empty={<div style={{ padding: 24 }}>{audit.empty}</div>}
          columns={[
            { title: audit.at, render: (_, it) => showTime(it.at, language) },
            { title: audit.event, render: (_, it) => <span className="mono">{it.event}</span> },
            { title: audit.outcome, render: (_, it) => <Mark kind={kindOf(it.outcome)}>{it.outcome}</Mark> },
            { title: audit.reason, render: (_, it) => <Typography.Text type="secondary">{it.reason}</Typography.Text> },
            { title: audit.address, dataIndex: 'address' },
            {
              title: audit.journey,
              render: (_, it) => (
                <Button type="link" style={{ padding: 0 }} onClick={() => setJourney(it.journey_id)}>
                  {audit.follow}
                </Button>
              ),
            },
          ]}
        />
      </Card>
      <Journey id={journey} close={() => setJourney('')} />
    </Page>
  )
}

const secondsOf = (at: { valueOf(): number } | null | undefined) => (at ? Math.floor(at.valueOf() / 1000) : undefined)
