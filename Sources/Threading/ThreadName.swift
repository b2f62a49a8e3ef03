import Foundation

/// Names the thread that calls it, as debuggers and `top -H` show it. (A name that `Thread` gets before its start reaches nobody on Linux.)
func nameCurrentThread(_ name: String) {
    #if os(Linux)
        // See proc(5): what is longer than 15 bytes is cut off.
        guard let file = fopen("/proc/thread-self/comm", "w") else { return }
        fputs(name, file)
        fclose(file)
    #else
        pthread_setname_np(name)
    #endif
}
