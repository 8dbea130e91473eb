/** A moment as people read it: `2026-11-21 09:14 UTC`. What is no moment is shown as it is. */
export function minuteOf(moment: string): string {
  const [, date, time] = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)(?::[\d.]+)?Z$/.exec(moment) ?? [];
  return date === undefined ? moment : `${date} ${time} UTC`;
}
