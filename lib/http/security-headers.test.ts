import { describe, expect, test } from "vitest";
import { contentSecurityPolicy, securityHeaders } from "./security-headers";

const LIVE = { nonce: "bm9uY2U=", isSecure: true, isDevelopment: false };

describe("the headers of an answer", () => {
  test("let only scripts and styles with the nonce run", () => {
    const policy = contentSecurityPolicy(LIVE);
    expect(policy).toContain("script-src 'self' 'nonce-bm9uY2U=' 'strict-dynamic';");
    expect(policy).toContain("style-src 'self' 'nonce-bm9uY2U=';");
    expect(policy).not.toMatch(/unsafe-(inline|eval)|\*|https?:/);
  });

  test("let an element hide itself as React does, and apply no other style of its own", () => {
    const [directive = ""] = contentSecurityPolicy(LIVE).match(/style-src-attr [^;]*/) ?? [];
    expect(directive).toBe(
      "style-src-attr 'unsafe-hashes' 'sha256-aqNNdDLnnrDOnTNdkJpYlAxKVJtLt9CtFLklmInuUAE='",
    );
  });

  test("let nobody frame a page, change its base or send its forms elsewhere", () => {
    const policy = contentSecurityPolicy(LIVE);
    for (const directive of [
      "frame-ancestors 'none'",
      "base-uri 'none'",
      "form-action 'self'",
      "object-src 'none'",
    ]) {
      expect(policy).toContain(directive);
    }
  });

  test("ask for TLS only where people reach the product over it", () => {
    expect(securityHeaders(LIVE)["Strict-Transport-Security"]).toMatch(/^max-age=31536000/);
    const plain = securityHeaders({ ...LIVE, isSecure: false });
    expect(plain).not.toHaveProperty("Strict-Transport-Security");
    expect(plain["Content-Security-Policy"]).not.toContain("upgrade-insecure-requests");
  });

  test("give way to the tools of development, and only there", () => {
    const policy = contentSecurityPolicy({ ...LIVE, isDevelopment: true });
    expect(policy).toContain("'unsafe-eval'");
    expect(policy).toContain("ws:");
  });
});
