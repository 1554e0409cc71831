internal import Formats

/// What the whole process does with memory.
public enum ProcessMemory {
    /// Keeps freed buffers for the next ones. For programs, once at their start.
    public static func keepBuffers() { StreamMemory.keepBuffers() }
}
