/** The nonce of this page's content security policy (server/pages.ts): styles that are made at run time carry it. */
export const nonce = document.querySelector<HTMLMetaElement>('meta[name=nonce]')?.content ?? ''

/** The component library measures scroll bars with a style element that it does not give the nonce to, unlike all its others. */
export function lendNonce(): void {
  const create = document.createElement.bind(document)
  document.createElement = ((name: string, options?: ElementCreationOptions) => {
    const element = create(name, options)
    if (name === 'style') element.nonce = nonce
    return element
  }) as typeof document.createElement
}
