/** Where people come from: the sources of the tenant, in the order in which they are offered. */
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Button, Card, Flex, Typography } from 'antd'
import { call, type Reply } from '../../api.ts'
import { Mark } from '../../ui/mark.tsx'
import { Order } from '../../ui/order.tsx'
import { Page } from '../../ui/page.tsx'
import { Rows } from '../../ui/rows.tsx'
import { SourceMark } from '../../ui/source-mark.tsx'
import { Loaded } from '../../ui/states.tsx'
import type { Schema } from '../../ui/settings-form.tsx'
import { useLanguage } from '../languages/index.ts'
import { useMay } from '../session.ts'

type List = Reply<'GET /api/v2/admin/sources'>
export type Source = List['sources'][number]
export type Fault = NonNullable<Reply<'POST /api/v2/admin/sources/{sourceId}/check'>['fault']>
type Given = Reply<'GET /api/v2/admin/connectors'>['connectors'][number]
export type Connector = Omit<Given, 'settings'> & { settings: Schema }

export const useSources = () => useQuery({ queryKey: ['sources'], queryFn: () => call<List>('GET', '/api/v2/admin/sources') })
export const useConnectors = () =>
  useQuery({
    queryKey: ['connectors'],
    queryFn: () => call<{ connectors: Connector[] }>('GET', '/api/v2/admin/connectors'),
    staleTime: Infinity,
  })

export function Sources() {
  const { texts } = useLanguage()
  const { sources, common } = texts
  const navigate = useNavigate()
  const may = useMay('administrator')
  const asked = useSources()
  const open = (id: string) => void navigate({ to: `/sources/${id}` as '/' })

  return (
    <Page
      title={texts.nav.sources}
      about={sources.about}
      actions={
        may && (
          <Button type="primary" onClick={() => open('new')}>
            {sources.add}
          </Button>
        )
      }
    >
      <Card>
        <Loaded asked={asked}>
          {({ sources: list }) => (
            <Rows
              empty={sources.none}
              rows={list.map((it, n) => ({
                key: it.id,
                title: (
                  <Flex gap={12} align="center">
                    <SourceMark connector={it.connector} logo={it.logo} />
                    <div>
                      <Flex gap={8} align="center" wrap>
                        <Typography.Text strong>{it.name}</Typography.Text>
                        {it.disabled && <Mark>{common.disabled}</Mark>}
                        {!it.served && <Mark kind="warn">{sources.unserved}</Mark>}
                        {it.last_check?.fault && <Mark kind="bad">{sources.checkFailed}</Mark>}
                      </Flex>
                      <Typography.Text type="secondary">
                        {sources.unknown}: {it.policy.text}
                      </Typography.Text>
                    </div>
                  </Flex>
                ),
                actions: (
                  <>
                    {may && (
                      <Order
                        path="/api/v2/admin/sources/order"
                        ids={list.map((one) => one.id)}
                        at={n}
                        name={it.name}
                        done={asked.refetch}
                      />
                    )}
                    <Button onClick={() => open(it.id)}>
                      {common.edit}
                      <span className="hidden"> {it.name}</span>
                    </Button>
                  </>
                ),
              }))}
            />
          )}
        </Loaded>
      </Card>
    </Page>
  )
}
