import { expect, test } from "vitest";
import { clientAddress } from "./client-address";

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
  expect(clientAddress(header)).toBe(expected);
});
