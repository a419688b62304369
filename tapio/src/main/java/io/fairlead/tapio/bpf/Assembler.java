package io.fairlead.tapio.bpf;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Puts eBPF instructions together (RFC 9669), as far as they are needed here: forward jumps, 64-bit arithmetic, loads from the frame.
 *
 * <pre>
 *   opcode (1) | source, destination register (4 bits each) | offset (2) | immediate (4)
 * </pre>
 *
 * <p>A load from the frame leaves what it read in {@link #R0}, takes the frame from {@link #R6}, and forgets registers 1 to 5; one from behind the frame's end ends the program with 0. For
 * set-up: allocates.
 */
final class Assembler {

    static final int R0 = 0;
    static final int R1 = 1;
    static final int R6 = 6;
    static final int R7 = 7;
    static final int R8 = 8;
    static final int R9 = 9;

    private static final int ADD = 0x00;
    private static final int MULTIPLY = 0x20;
    private static final int OR = 0x40;
    private static final int AND = 0x50;
    private static final int SHIFT_LEFT = 0x60;
    private static final int SHIFT_RIGHT = 0x70;
    private static final int MOVE = 0xb0;
    private static final int BY_IMMEDIATE = 0x07;
    private static final int BY_REGISTER = 0x0f;
    private static final int LOAD_IMMEDIATE_64 = 0x18;
    private static final int LOAD_WORD = 0x40;
    private static final int LOAD_HALF = 0x48;
    private static final int LOAD_BYTE = 0x50;
    private static final int JUMP = 0x05;
    private static final int JUMP_IF_EQUAL = 0x15;
    private static final int JUMP_IF_NOT_EQUAL = 0x55;
    private static final int JUMP_IF_GREATER = 0x25;
    private static final int EXIT = 0x95;

    private final List<Instruction> instructions = new ArrayList<>();
    private final Map<String, Integer> labels = new HashMap<>();

    private record Instruction(int opcode, int destination, int source, String target, int immediate) {}

    private Assembler emit(final int opcode, final int destination, final int source, final int immediate) {
        instructions.add(new Instruction(opcode, destination, source, "", immediate));
        return this;
    }

    private Assembler jump(final int opcode, final int register, final int immediate, final String target) {
        instructions.add(new Instruction(opcode, register, 0, target, immediate));
        return this;
    }

    /** The next instruction is where jumps to the name go. */
    Assembler label(final String name) {
        if (labels.put(name, instructions.size()) != null) {
            throw new IllegalStateException("label " + name + " is there twice");
        }
        return this;
    }

    Assembler move(final int register, final int immediate) {
        return emit(MOVE | BY_IMMEDIATE, register, 0, immediate);
    }

    Assembler copy(final int register, final int from) {
        return emit(MOVE | BY_REGISTER, register, from, 0);
    }

    Assembler add(final int register, final int immediate) {
        return emit(ADD | BY_IMMEDIATE, register, 0, immediate);
    }

    Assembler addRegister(final int register, final int other) {
        return emit(ADD | BY_REGISTER, register, other, 0);
    }

    Assembler multiply(final int register, final int immediate) {
        return emit(MULTIPLY | BY_IMMEDIATE, register, 0, immediate);
    }

    Assembler multiplyRegister(final int register, final int other) {
        return emit(MULTIPLY | BY_REGISTER, register, other, 0);
    }

    Assembler orRegister(final int register, final int other) {
        return emit(OR | BY_REGISTER, register, other, 0);
    }

    Assembler and(final int register, final int immediate) {
        return emit(AND | BY_IMMEDIATE, register, 0, immediate);
    }

    Assembler shiftLeft(final int register, final int bits) {
        return emit(SHIFT_LEFT | BY_IMMEDIATE, register, 0, bits);
    }

    Assembler shiftRight(final int register, final int bits) {
        return emit(SHIFT_RIGHT | BY_IMMEDIATE, register, 0, bits);
    }

    /** Takes the room of two instructions. */
    Assembler move64(final int register, final long value) {
        emit(LOAD_IMMEDIATE_64, register, 0, (int) value);
        return emit(0, 0, 0, (int) (value >>> 32));
    }

    /** Four bytes of the frame, in network byte order, at the place that the register says plus an offset. */
    Assembler loadWord(final int register, final int offset) {
        return emit(LOAD_WORD, 0, register, offset);
    }

    Assembler loadHalf(final int register, final int offset) {
        return emit(LOAD_HALF, 0, register, offset);
    }

    Assembler loadByte(final int register, final int offset) {
        return emit(LOAD_BYTE, 0, register, offset);
    }

    Assembler jump(final String target) {
        return jump(JUMP, 0, 0, target);
    }

    Assembler jumpIfEqual(final int register, final int immediate, final String target) {
        return jump(JUMP_IF_EQUAL, register, immediate, target);
    }

    Assembler jumpIfNotEqual(final int register, final int immediate, final String target) {
        return jump(JUMP_IF_NOT_EQUAL, register, immediate, target);
    }

    Assembler jumpIfGreater(final int register, final int immediate, final String target) {
        return jump(JUMP_IF_GREATER, register, immediate, target);
    }

    /** Ends the program with what is in {@link #R0}. */
    Assembler exit() {
        return emit(EXIT, 0, 0, 0);
    }

    /** One word for each instruction, as it lies in the memory of a little-endian machine. */
    long[] assemble() {
        final long[] words = new long[instructions.size()];
        for (int at = 0; at < words.length; at++) {
            final Instruction instruction = instructions.get(at);
            words[at] = (long) instruction.immediate() << 32
                    | (distance(at, instruction.target()) & 0xffffL) << 16
                    | (long) instruction.source() << 12
                    | (long) instruction.destination() << 8
                    | instruction.opcode();
        }
        return words;
    }

    private int distance(final int at, final String target) {
        if (target.isEmpty()) {
            return 0;
        }
        final Integer label = labels.get(target);
        if (label == null) {
            throw new IllegalStateException("there is no label " + target);
        }
        return label - at - 1;
    }
}
