import { createServer, get } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { logger } from "@/lib/logger";
import { addressOf, clientAddress, noteSocketAddresses } from "./client-address";

test.each([
  ["203.0.113.9", "203.0.113.9"],
  ["::ffff:203.0.113.9", "203.0.113.9"],
  ["10.1.2.3, 203.0.113.9", "203.0.113.9"],
  ["claimed-by-the-client, 203.0.113.9", "203.0.113.9"],
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2"],
  ["2001:DB8:1:2::9", "2001:db8:1:2"],
  ["2001:db8::1", "2001:db8:0:0"],
  ["2001:0db8:0001:0002:0003::", "2001:db8:1:2"],
  ["::1", "0:0:0:0"],
  ["fe80::1%eth0", "fe80:0:0:0"],
  ["", "unknown"],
  [null, "unknown"],
  ["203.0.113.9, unknown", "unknown"],
  ["203.0.113.9:443", "unknown"],
])("the address %j is counted as %s", (header, expected) => {
  expect(clientAddress(header, 0)).toBe(expected);
});

test.each([
  [0, "198.51.100.1, 203.0.113.9, 10.0.0.2", "10.0.0.2"],
  [1, "198.51.100.1, 203.0.113.9, 10.0.0.2", "203.0.113.9"],
  [2, "198.51.100.1, 203.0.113.9, 10.0.0.2", "198.51.100.1"],
  [1, "claimed, 203.0.113.9, 10.0.0.2", "203.0.113.9"],
  [1, "203.0.113.9,10.0.0.2", "203.0.113.9"],
  [1, "claimed-by-whom-the-proxy-heard, unreadable, 10.0.0.2", "unknown"],
  [2, "203.0.113.9, 10.0.0.2", "203.0.113.9"],
  [3, "10.0.0.2", "10.0.0.2"],
])("behind %i proxies of ours %j is counted as %s", (trustedProxies, header, expected) => {
  expect(clientAddress(header, trustedProxies)).toBe(expected);
});

const server = createServer((request, response) => response.end(String(request.headers["x-forwarded-for"])));

beforeAll(async () => {
  noteSocketAddresses();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

async function ask(headers: Record<string, string>): Promise<string> {
  const { port } = server.address() as AddressInfo;
  return new Promise((resolve, reject) => {
    get({ port, headers, agent: false }, (answer) => {
      answer.setEncoding("utf8").once("data", resolve);
    }).once("error", reject);
  });
}

test("the socket's address is the last entry, whatever a client claims", async () => {
  expect(await ask({})).toBe("127.0.0.1");
  expect(await ask({ "x-forwarded-for": "203.0.113.9" })).toBe("203.0.113.9, 127.0.0.1");
  expect(await ask({ "x-forwarded-for": "203.0.113.9, 127.0.0.1" })).toBe(
    "203.0.113.9, 127.0.0.1, 127.0.0.1",
  );
});

test("a proxy that is not trusted counts for nothing, which the log says once", () => {
  const warn = vi.spyOn(logger, "warn").mockReturnValue();
  expect(addressOf(new Headers({ "x-forwarded-for": "127.0.0.1" }))).toBe("127.0.0.1");
  expect(warn).not.toHaveBeenCalled();
  const proxied = new Headers({ "x-forwarded-for": "203.0.113.9, 10.0.0.2" });
  expect([addressOf(proxied), addressOf(proxied)]).toEqual(["10.0.0.2", "10.0.0.2"]);
  expect(warn).toHaveBeenCalledOnce();
  warn.mockRestore();
});
