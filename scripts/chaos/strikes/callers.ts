import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import type { Socket } from "node:net";

const TABLE = "/proc/net/tcp";
const INODE_COLUMN = 9;

/**
 * Finds out which of the processes holds the other end of a connection, by the kernel's own table. Null where it is
 * gone already, and on systems that do not show it: then it may have been any of them.
 */
export function createCallerLookup(processes: () => Iterable<{ name: string; pid: number }>) {
  const known = new WeakMap<Socket, string | null>();
  return (socket: Socket): string | null => {
    const before = known.get(socket);
    if (before !== undefined) return before;
    const inode = inodeOf(socket);
    const caller =
      inode === null ? null : ([...processes()].find(({ pid }) => holds(pid, inode))?.name ?? null);
    known.set(socket, caller);
    return caller;
  };
}

/** The other end's: the line whose own port is our peer's. */
function inodeOf({ remotePort, localPort }: Socket): string | null {
  const ends = [hexOf(remotePort), hexOf(localPort)];
  const line = read(() => readFileSync(TABLE, "utf8"))
    ?.split("\n")
    .map((text) => text.trim().split(/\s+/))
    .find((columns) => columns[1]?.endsWith(`:${ends[0]}`) && columns[2]?.endsWith(`:${ends[1]}`));
  return line?.[INODE_COLUMN] ?? null;
}

function holds(pid: number, inode: string): boolean {
  const folder = `/proc/${pid}/fd`;
  const names = read(() => readdirSync(folder)) ?? [];
  return names.some((name) => read(() => readlinkSync(`${folder}/${name}`)) === `socket:[${inode}]`);
}

/** A process may end while it is looked at. */
function read<Result>(look: () => Result): Result | null {
  try {
    return look();
  } catch {
    return null;
  }
}

function hexOf(port: number | undefined): string {
  return (port ?? 0).toString(16).toUpperCase().padStart(4, "0");
}
