/** What the firewall did, and what was spent. Its rules are settings. */
export function Firewall() {
  return null
}
