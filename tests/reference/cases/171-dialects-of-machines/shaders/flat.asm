; the module of a flat shader
OpCapability Shader
%1 = OpExtInstImport "GLSL.std.450"
OpMemoryModel Logical GLSL450
OpEntryPoint Fragment %main "main" %colour
OpExecutionMode %main OriginUpperLeft
OpName %main "main"
OpDecorate %colour Location 0
%void = OpTypeVoid
%3 = OpTypeFunction %void
%float = OpTypeFloat 32
%v4float = OpTypeVector %float 4
%main = OpFunction %void None %3
%5 = OpLabel
OpStore %colour %12
OpReturn
OpFunctionEnd
