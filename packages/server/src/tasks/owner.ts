import { hostname } from "node:os";

/**
 * Whether the process that a lease names (`host:pid:random`) is known to be gone. A process of another machine may
 * live, and so may one whose number another process has taken since: their leases run out by themselves.
 */
export function isDeadOwner(owner: string): boolean {
  const [host, pid] = owner.split(":");
  if (host !== hostname()) return false;
  // In a container each server is process 1: an owner with our own number is a predecessor.
  if (Number(pid) === process.pid) return true;
  return !isAlive(Number(pid));
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it lives, and is somebody else's.
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
