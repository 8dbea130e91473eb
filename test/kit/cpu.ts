/** Milliseconds of processor time that the work takes: unlike the clock's, they do not grow when the machine has more to do. */
export function cpuMs(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
