/** Where people come from: the sources of the tenant, in the order in which they are offered. */
import { ArrowDownOutlined, ArrowUpOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { App, Button, Card, Flex, Typography } from 'antd'
import { call, type Reply } from '../../api.ts'
import { Badge } from '../../ui/badge.tsx'
import { Mark } from '../../ui/mark.tsx'
import { Page } from '../../ui/page.tsx'
import { Rows } from '../../ui/rows.tsx'
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
  const { message } = App.useApp()
  const navigate = useNavigate()
  const may = useMay('administrator')
  const asked = useSources()
  const open = (id: string) => void navigate({ to: `/sources/${id}` as '/' })

  async function move(ids: string[], from: number, to: number) {
    const wanted = ids.toSpliced(from, 1).toSpliced(to, 0, ids[from] ?? '')
    try {
      await call('POST', '/api/v2/admin/sources/order', { body: { ids: wanted } })
    } catch (reason) {
      void message.error(reason instanceof Error ? reason.message : String(reason))
    }
    await asked.refetch()
  }

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
                    <Badge name={it.connector} />
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
                      <>
                        <Button
                          icon={<ArrowUpOutlined />}
                          aria-label={`${sources.up}: ${it.name}`}
                          disabled={n === 0}
                          onClick={() =>
                            void move(
                              list.map((one) => one.id),
                              n,
                              n - 1,
                            )
                          }
                        />
                        <Button
                          icon={<ArrowDownOutlined />}
                          aria-label={`${sources.down}: ${it.name}`}
                          disabled={n === list.length - 1}
                          onClick={() =>
                            void move(
                              list.map((one) => one.id),
                              n,
                              n + 1,
                            )
                          }
                        />
                      </>
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
