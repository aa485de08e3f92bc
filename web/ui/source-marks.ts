/**
 * A small mark for every connector, drawn by us in a few strokes: a tile in a colour people know, and a sign on it. No file of anybody's is
 * in here, and nothing is fetched. Data only, so that the console and the sign-in pages (server/hosted/) draw the same.
 *
 * A sign stands on 24 by 24. From below: `fill` in the colour `on`, `cut` in that of the tile, `over` and the strokes of `line` in `on` again.
 */
export type SourceMark = { tile: string; on?: string; fill?: string; cut?: string; over?: string; line?: string }

const circle = (x: number, y: number, r: number) => `M${x - r} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0z`

export const sourceMarks: Record<string, SourceMark> = {
  // A bucket.
  sandbox: { tile: '#8a5a2b', line: 'M6 10h12M7 10l1.4 8.5h7.2L17 10M8.5 10a3.5 4 0 0 1 7 0' },
  // A key.
  oauth2: { tile: '#3b4657', line: `${circle(9, 9, 3.5)}M11.7 11.7l6.3 6.3M18 18v-3M15.4 15.4l-1.9 1.9` },
  // Somebody's card.
  oidc: {
    tile: '#c2571a',
    line: 'M5 6.5h14v11H5zM13.5 10.5h3M13.5 13.5h3',
    fill: `${circle(9.2, 10.4, 1.7)}M6.4 15.4a2.8 2.6 0 0 1 5.6 0z`,
  },
  // Two that talk.
  wechat: {
    tile: '#07a352',
    fill: 'M9.7 5C6.3 5 3.7 7.2 3.7 10c0 1.6.9 3 2.2 3.9l-.6 2 2.3-1.2c.6.2 1.3.3 2.1.3 3.4 0 6-2.2 6-5s-2.6-5-6-5z',
    cut: `M15.2 9.2c-3.2 0-5.7 2.2-5.7 5s2.5 5 5.7 5 5.7-2.2 5.7-5-2.5-5-5.7-5z${circle(7.7, 9, 0.8)}${circle(11.5, 8.8, 0.8)}`,
    over: `M15.2 10.2c2.7 0 4.8 1.8 4.8 4 0 1.2-.7 2.3-1.7 3l.5 1.7-1.9-1c-.5.2-1.1.3-1.7.3-2.7 0-4.8-1.8-4.8-4s2.1-4 4.8-4z${circle(13.6, 13.4, 0.65)}${circle(16.8, 13.4, 0.65)}`,
  },
  // 支, as it is written.
  alipay: { tile: '#1667dd', line: 'M5.5 8h13M12 4.8v6.4M7 11.8h9.6c-1.3 3.2-4.6 5.8-9.4 7M8.8 13.4c2 2.9 5 4.8 9 5.6' },
  // A penguin with a scarf.
  qq: {
    tile: '#1187c9',
    fill: 'M12 3.8c-3 0-4.7 2.2-4.7 5v1.4C6 11.8 5.3 13.6 5.6 15.2c.8-.2 1.2-.7 1.7-1.4.4 1.2 1 2 1.7 2.7-.9.4-1.5.9-1.5 1.5 0 .9 2 1.3 4.5 1.3s4.5-.4 4.5-1.3c0-.6-.6-1.1-1.5-1.5.7-.7 1.3-1.5 1.7-2.7.5.7.9 1.2 1.7 1.4.3-1.6-.4-3.4-1.7-5V8.8c0-2.8-1.7-5-4.7-5z',
    cut: `${circle(10.4, 8, 0.9)}${circle(13.6, 8, 0.9)}M8.5 11.4c2 1 5 1 7 0l.5 1.2c-2.5 1.2-5.5 1.2-8 0z`,
  },
  // An eye, and waves.
  weibo: {
    tile: '#d6202a',
    fill: 'M10.5 9.3c-3.8.4-6.7 2.7-6.5 5.2.3 2.4 3.5 4.1 7.3 3.7s6.7-2.7 6.5-5.2-3.5-4.1-7.3-3.7z',
    cut: circle(10.6, 14, 2.4),
    line: 'M15 8.5a2 2 0 0 1 2.2 2.3M15.3 5.5a5 5 0 0 1 5 5.3',
  },
  // A wing.
  dingtalk: {
    tile: '#1677e6',
    fill: 'M5 5c4.5 2 9 3.3 13.8 4.6-.2 1.2-1.2 2.6-2.2 4h2.2L12 20.5l1.2-4.7h-2.4l.9-1.9c-2.5-.2-4-1.2-4.9-2.9 1.5.3 2.9.4 4.2.3C8.2 10.3 6 8.2 5 5z',
  },
  // Somebody at work who talks.
  wecom: {
    tile: '#2470c4',
    fill: 'M11 4.5c-4.3 0-7.5 2.8-7.5 6.3 0 2 1.1 3.8 2.8 5l-.7 2.5 2.9-1.5c.8.2 1.6.3 2.5.3.5 0 1 0 1.5-.1a3.5 3.5 0 0 1 4.7-4.6c.9-1 1.4-2.2 1.4-3.6 0-2.5-3.3-4.3-7.6-4.3z',
    line: 'M17.3 14.3v5M14.8 16.8h5',
  },
  // A G, drawn with one line.
  google: { tile: '#3367d6', line: 'M17.3 7.6A6.8 6.8 0 1 0 18.8 12H12.5' },
  // An apple with its leaf.
  apple: {
    tile: '#17181a',
    fill: 'M12 8.6c1.2-.7 2.2-1 3.3-.8 1 .1 1.9.6 2.5 1.4-1.6 1-2.2 2.3-2 3.8.2 1.4 1 2.4 2.3 3-.9 2.4-2.2 4-3.7 4-.8 0-1.5-.5-2.4-.5s-1.7.5-2.5.5c-2.2 0-4.3-3.8-4.3-7.1 0-2.9 1.8-5 4.2-5.1.9 0 1.8.3 2.6.8zM11.8 7.4c0-2 1.5-3.7 3.4-4 .2 2.1-1.4 3.9-3.4 4z',
  },
  // Four panes.
  microsoft: { tile: '#0a6fb8', fill: 'M5.5 5.5h6v6h-6zM12.5 5.5h6v6h-6zM5.5 12.5h6v6h-6zM12.5 12.5h6v6h-6z' },
  facebook: { tile: '#1668d6', line: 'M15.5 5.8h-1.2a2.3 2.3 0 0 0-2.3 2.3V19M8.5 11.8h6.5' },
  // A branch.
  github: {
    tile: '#24292f',
    line: `${circle(8, 6.5, 1.7)}${circle(8, 17.5, 1.7)}${circle(16, 8.5, 1.7)}M8 8.2v7.6M16 10.2c0 3.3-8 1.8-8 5.2`,
  },
  x: { tile: '#101113', line: 'M6.5 6.5l11 11M17.5 6.5l-11 11' },
  // A bird of paper.
  feishu: {
    tile: '#2b5fdd',
    fill: 'M7.5 5.5h7c1.3 1.2 2.1 2.6 2.6 4.2-1.6.4-2.9 1.2-4 2.3-1.4-2.5-3.3-4.7-5.6-6.5zM4.5 9.5c3.3 3.1 6.3 4.9 9.3 5.1 2-3.1 3.9-4.2 6.4-3.5-1.5 1-2 3.1-3.2 4.9-2.8 4-8.5 3.9-12.5 1z',
  },
  // A note.
  douyin: { tile: '#131318', line: 'M12.8 4.5v10.7a3 3 0 1 1-3-3M12.8 4.5c.4 2.7 2.2 4.3 4.9 4.5' },
  // A flower.
  huawei: {
    tile: '#c3122e',
    fill: 'M11.6 17C9 13.5 8.5 9.5 9.8 6c2 1.5 2.7 5.5 1.8 11zM12.4 17c2.6-3.5 3.1-7.5 1.8-11-2 1.5-2.7 5.5-1.8 11zM10.8 17.4C7.5 15.4 5.6 12.5 5.5 9c2.4.8 4.6 3.8 5.3 8.4zM13.2 17.4c3.3-2 5.2-4.9 5.3-8.4-2.4.8-4.6 3.8-5.3 8.4zM10 18.3c-2.7-.3-5-1.9-6.2-4.3 2.4-.2 4.9 1.4 6.2 4.3zM14 18.3c2.7-.3 5-1.9 6.2-4.3-2.4-.2-4.9 1.4-6.2 4.3z',
  },
  // What is said.
  line: {
    tile: '#069a46',
    fill: 'M12 4.5c-4.6 0-8.2 2.8-8.2 6.4 0 3.2 2.9 5.7 6.8 6.2l-.2 2.7c3.5-1.7 9.8-4.4 9.8-8.9 0-3.6-3.6-6.4-8.2-6.4z',
    cut: 'M7 9.3h10v1.3H7zM7 12h6.5v1.3H7z',
  },
  kakao: {
    tile: '#f7d917',
    on: '#3a2421',
    fill: 'M12 5c-4.4 0-8 2.7-8 6.1 0 2.2 1.5 4.1 3.7 5.2l-.8 3 3.5-2.3c.5.1 1 .1 1.6.1 4.4 0 8-2.7 8-6S16.4 5 12 5z',
  },
  // A telephone that is right.
  aliyun_number: { tile: '#d65a00', line: 'M8 4.5h8v15H8zM10 12l1.6 1.6L14.2 11' },
}

/** Own names only: `constructor` and the like are no connectors. */
export const markOf = (connector: string): SourceMark | undefined =>
  Object.hasOwn(sourceMarks, connector) ? sourceMarks[connector] : undefined
