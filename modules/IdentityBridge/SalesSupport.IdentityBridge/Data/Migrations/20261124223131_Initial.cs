using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace SalesSupport.IdentityBridge.Data.Migrations
{
    /// <inheritdoc />
    internal sealed partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "IdentityBridge_Departments",
                columns: table => new
                {
                    Id = table.Column<Guid>(nullable: false),
                    TenantId = table.Column<Guid>(nullable: false),
                    Name = table.Column<string>(maxLength: 100, nullable: false),
                    ParentId = table.Column<Guid>(nullable: true),
                    Position = table.Column<int>(nullable: false),
                    Version = table.Column<int>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_IdentityBridge_Departments", x => new { x.TenantId, x.Id });
                    table.ForeignKey(
                        name: "FK_IdentityBridge_Departments_IdentityBridge_Departments_Tenan~",
                        columns: x => new { x.TenantId, x.ParentId },
                        principalTable: "IdentityBridge_Departments",
                        principalColumns: new[] { "TenantId", "Id" });
                });

            migrationBuilder.CreateTable(
                name: "IdentityBridge_Members",
                columns: table => new
                {
                    Id = table.Column<Guid>(nullable: false),
                    TenantId = table.Column<Guid>(nullable: false),
                    Portal = table.Column<string>(maxLength: 60, nullable: false),
                    MemberId = table.Column<string>(maxLength: 100, nullable: false),
                    Name = table.Column<string>(maxLength: 200, nullable: false),
                    FirstAdministratorId = table.Column<Guid>(nullable: false),
                    LevelsChangedAt = table.Column<DateTime>(nullable: false),
                    Version = table.Column<int>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_IdentityBridge_Members", x => new { x.TenantId, x.Id });
                });

            migrationBuilder.CreateTable(
                name: "IdentityBridge_Users",
                columns: table => new
                {
                    Id = table.Column<Guid>(nullable: false),
                    TenantId = table.Column<Guid>(nullable: false),
                    Portal = table.Column<string>(maxLength: 60, nullable: false),
                    Subject = table.Column<string>(maxLength: 255, nullable: false),
                    Name = table.Column<string>(maxLength: 100, nullable: false),
                    Kana = table.Column<string>(maxLength: 100, nullable: false),
                    Level = table.Column<string>(maxLength: 30, nullable: false),
                    Suspended = table.Column<int>(nullable: false),
                    DepartmentId = table.Column<Guid>(nullable: true),
                    SuperiorId = table.Column<Guid>(nullable: true),
                    DeputyId = table.Column<Guid>(nullable: true),
                    RegisteredAt = table.Column<DateTime>(nullable: false),
                    Version = table.Column<int>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_IdentityBridge_Users", x => new { x.TenantId, x.Id });
                    table.ForeignKey(
                        name: "FK_IdentityBridge_Users_IdentityBridge_Departments_TenantId_De~",
                        columns: x => new { x.TenantId, x.DepartmentId },
                        principalTable: "IdentityBridge_Departments",
                        principalColumns: new[] { "TenantId", "Id" });
                    table.ForeignKey(
                        name: "FK_IdentityBridge_Users_IdentityBridge_Users_TenantId_DeputyId",
                        columns: x => new { x.TenantId, x.DeputyId },
                        principalTable: "IdentityBridge_Users",
                        principalColumns: new[] { "TenantId", "Id" });
                    table.ForeignKey(
                        name: "FK_IdentityBridge_Users_IdentityBridge_Users_TenantId_Superior~",
                        columns: x => new { x.TenantId, x.SuperiorId },
                        principalTable: "IdentityBridge_Users",
                        principalColumns: new[] { "TenantId", "Id" });
                });

            migrationBuilder.CreateTable(
                name: "IdentityBridge_Sessions",
                columns: table => new
                {
                    Id = table.Column<Guid>(nullable: false),
                    TenantId = table.Column<Guid>(nullable: false),
                    UserId = table.Column<Guid>(nullable: false),
                    StartedAt = table.Column<DateTime>(nullable: false),
                    LastSeenAt = table.Column<DateTime>(nullable: false),
                    EndedAt = table.Column<DateTime>(nullable: true),
                    Address = table.Column<string>(maxLength: 60, nullable: true),
                    Agent = table.Column<string>(maxLength: 300, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_IdentityBridge_Sessions", x => new { x.TenantId, x.Id });
                    table.ForeignKey(
                        name: "FK_IdentityBridge_Sessions_IdentityBridge_Users_TenantId_UserId",
                        columns: x => new { x.TenantId, x.UserId },
                        principalTable: "IdentityBridge_Users",
                        principalColumns: new[] { "TenantId", "Id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_IdentityBridge_Departments_TenantId_ParentId",
                table: "IdentityBridge_Departments",
                columns: new[] { "TenantId", "ParentId" });

            migrationBuilder.CreateIndex(
                name: "IX_IdentityBridge_Sessions_TenantId_LastSeenAt",
                table: "IdentityBridge_Sessions",
                columns: new[] { "TenantId", "LastSeenAt" });

            migrationBuilder.CreateIndex(
                name: "IX_IdentityBridge_Sessions_TenantId_UserId_LastSeenAt",
                table: "IdentityBridge_Sessions",
                columns: new[] { "TenantId", "UserId", "LastSeenAt" });

            migrationBuilder.CreateIndex(
                name: "IX_IdentityBridge_Users_TenantId_DepartmentId",
                table: "IdentityBridge_Users",
                columns: new[] { "TenantId", "DepartmentId" });

            migrationBuilder.CreateIndex(
                name: "IX_IdentityBridge_Users_TenantId_DeputyId",
                table: "IdentityBridge_Users",
                columns: new[] { "TenantId", "DeputyId" });

            migrationBuilder.CreateIndex(
                name: "IX_IdentityBridge_Users_TenantId_Portal_Subject",
                table: "IdentityBridge_Users",
                columns: new[] { "TenantId", "Portal", "Subject" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_IdentityBridge_Users_TenantId_SuperiorId",
                table: "IdentityBridge_Users",
                columns: new[] { "TenantId", "SuperiorId" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "IdentityBridge_Members");

            migrationBuilder.DropTable(
                name: "IdentityBridge_Sessions");

            migrationBuilder.DropTable(
                name: "IdentityBridge_Users");

            migrationBuilder.DropTable(
                name: "IdentityBridge_Departments");
        }
    }
}
