/// Printed by `--version`, sent in the User-Agent, and kept in step with CHANGELOG.md by a test.
public let ibidVersion = "0.1.0"
