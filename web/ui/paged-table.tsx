/** A list that is read a page at a time, however long it is: the server hands out a cursor, and nobody counts a million rows. */
import { useInfiniteQuery } from '@tanstack/react-query'
import { Button, Flex, type TableProps } from 'antd'
import type { ReactNode } from 'react'
import { addressOf, call, type Query } from '../api.ts'
import { useLanguage } from '../console/languages/index.ts'
import { Failing, Nothing } from './states.tsx'
import { WideTable } from './wide-table.tsx'

type Page<T> = { next: string | null; rows: T[] }
type Props<T> = {
  /** What it is a list of. */
  label: string
  /** Address of the list; it answers `next` and the rows under the name `rows`. */
  path: string
  query: Query
  rows: string
  rowKey: string
  columns: NonNullable<TableProps<T>['columns']>
  empty?: ReactNode
  limit?: number
}

export function PagedTable<T extends object>({ label, path, query, rows, rowKey, columns, empty, limit = 50 }: Props<T>) {
  const { texts } = useLanguage()
  const asked = useInfiniteQuery({
    queryKey: ['list', addressOf(path, query)],
    initialPageParam: '',
    async queryFn({ pageParam, signal }): Promise<Page<T>> {
      const page = await call<Record<string, unknown> & { next: string | null }>('GET', path, {
        query: { ...query, cursor: pageParam, limit },
        signal,
      })
      return { next: page.next, rows: page[rows] as T[] }
    },
    getNextPageParam: (last) => last.next ?? undefined,
    // The list of before stays while the next one is fetched: no flicker at every letter.
    placeholderData: (before) => before,
  })
  if (asked.error && !asked.data) return <Failing reason={asked.error} again={() => void asked.refetch()} />
  return (
    <>
      <WideTable<T>
        label={label}
        rowKey={rowKey}
        dataSource={asked.data?.pages.flatMap((it) => it.rows) ?? []}
        loading={asked.isPending || asked.isPlaceholderData}
        columns={columns}
        locale={{ emptyText: asked.isPending ? ' ' : (empty ?? <Nothing />) }}
      />
      {asked.hasNextPage && (
        <Flex justify="center" style={{ padding: 16 }}>
          <Button loading={asked.isFetchingNextPage} onClick={() => void asked.fetchNextPage()}>
            {texts.common.more}
          </Button>
        </Flex>
      )}
    </>
  )
}
