/** One journey, a call under the other. */
import { useQuery } from '@tanstack/react-query'
import { Drawer, Timeline, Typography } from 'antd'
import { call } from '../../api.ts'
import { Mark } from '../../ui/mark.tsx'
import { Loaded } from '../../ui/states.tsx'
import { showTime } from '../../ui/times.ts'
import { useLanguage } from '../languages/index.ts'
import { type AuditEvent, kindOf } from './audit.tsx'

export function Journey({ id, close }: { id: string; close(): void }) {
  const { texts, language } = useLanguage()
  const { audit } = texts
  const asked = useQuery({
    queryKey: ['journey', id],
    queryFn: () => call<{ events: AuditEvent[] }>('GET', `/api/v2/admin/audit/journeys/${encodeURIComponent(id)}`),
    enabled: id !== '',
  })
  return (
    <Drawer open={id !== ''} onClose={close} title={audit.journey} size={560}>
      <Typography.Paragraph type="secondary">
        {audit.followAbout} <span className="mono">{id}</span>
      </Typography.Paragraph>
      <Loaded asked={asked}>
        {({ events }) => (
          <Timeline
            items={events.map((it) => ({
              key: it.event_id,
              content: (
                <>
                  <span className="mono">{it.event}</span> <Mark kind={kindOf(it.outcome)}>{it.outcome}</Mark>
                  <div>
                    <Typography.Text type="secondary">
                      {showTime(it.at, language)} {it.address}
                    </Typography.Text>
                  </div>
                  {it.reason && <div>{it.reason}</div>}
                  {it.detail !== null && (
                    <pre className="mono" style={{ whiteSpace: 'pre-wrap', margin: '4px 0 0' }}>
                      {JSON.stringify(it.detail, null, 2)}
                    </pre>
                  )}
                </>
              ),
            }))}
          />
        )}
      </Loaded>
    </Drawer>
  )
}
