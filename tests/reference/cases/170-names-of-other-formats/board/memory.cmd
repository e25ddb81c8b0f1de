/* Where the chip keeps what the radio writes. */
-stack 0x800
-heap 0x400

MEMORY
{
    FLASH  : origin = 0x00000000, length = 0x00080000
    SRAM   : origin = 0x20000000, length = 0x00010000
}

SECTIONS
{
    GROUP: load > SRAM
    {
        .bss:
        .data:
    }
    .text  : > FLASH
    .const : > FLASH
    .stack : > SRAM (HIGH)
}
