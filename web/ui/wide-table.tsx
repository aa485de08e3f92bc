/** A table that may be wider than its window: then it scrolls by itself, by keyboard too. */
import { Table, type TableProps } from 'antd'

export function WideTable<T extends object>({ label, height, ...rest }: TableProps<T> & { label: string; height?: number }) {
  return (
    <div tabIndex={0} role="region" aria-label={label} style={{ overflow: 'auto', ...(height !== undefined && { maxHeight: height }) }}>
      <Table<T> pagination={false} style={{ minWidth: 'max-content' }} {...rest} />
    </div>
  )
}
