// The first import of every command. It ends the process with a sentence where Node is too old for what comes after it,
// so it is written in plain old JavaScript and loads nothing.
const OLDEST = "20.19";

/** Whether `version`, such as 18.20.8, is below `oldest`, such as 20.19. @param {string} version @param {string} oldest */
function isOlder(version, oldest) {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const [oldestMajor = 0, oldestMinor = 0] = oldest.split(".").map(Number);
  return major < oldestMajor || (major === oldestMajor && minor < oldestMinor);
}

if (isOlder(process.versions.node, OLDEST)) {
  process.stderr.write(
    `\n  Mitra needs Node.js ${OLDEST} or newer, and this is ${process.versions.node}. Nothing was installed or started.\n` +
      "  Install a newer one from https://nodejs.org or with a version manager, and run the command again.\n\n",
  );
  process.exit(1);
}

if (process.platform === "win32") {
  process.stderr.write(
    "\n  Mitra runs on Linux and macOS. On Windows use WSL: in PowerShell `wsl --install`, then clone Mitra inside of it\n" +
      "  and run the command there. Nothing was installed or started.\n\n",
  );
  process.exit(1);
}

module.exports = { OLDEST, isOlder };
