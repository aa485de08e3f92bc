/** What is known of numbers before anything was sent to them. Data: a tenant adds to it, or takes off it. */

/**
 * No person who signs up is reached there, and a message costs many times as much: satellite telephones, networks
 * without a country, shared cost and premium rate (ITU-T E.164, list of assigned country codes), and islands and bases
 * whose ranges are rented out.
 */
export const BLOCKED_PREFIXES = [
  '+800', // freephone, international
  '+808', // shared cost, international
  '+870', // Inmarsat
  '+871',
  '+872',
  '+873',
  '+874',
  '+878', // personal numbers, universal
  '+881', // satellite systems
  '+882', // networks without a country
  '+883',
  '+888', // disaster relief
  '+979', // premium rate, international
  '+246', // Diego Garcia
  '+247', // Ascension
  '+1900', // premium rate, North America
  '+1976',
  '+4470', // personal numbers, United Kingdom
  '+4476', // pagers, United Kingdom; but for the Isle of Man's +447624 a message reaches nobody
]

/** Beginnings of those that are people's all the same. */
export const SPARED_PREFIXES = ['+447624']

/**
 * Countries that vendors single out for pumped traffic. Their people are served, but nobody gets a message there without
 * a challenge, and half as many may stay unanswered. A tenant's own country never counts as one.
 */
export const RISKY_COUNTRIES = new Set(['AZ', 'BD', 'CU', 'DZ', 'IL', 'LK', 'NG', 'OM', 'PK', 'PS', 'SO', 'TJ', 'TN'])
