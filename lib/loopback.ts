/** Whether a host is this machine, by a name or address that no stranger can give another one. `hostname` as `URL` has it. */
export function isLoopback(hostname: string): boolean {
  return /^(localhost|.+\.localhost|127(\.\d{1,3}){3}|\[::1\])$/i.test(hostname);
}
